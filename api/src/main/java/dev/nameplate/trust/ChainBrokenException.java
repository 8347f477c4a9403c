package dev.nameplate.trust;

import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Prefix;

/**
 * A delegation does not lead from the authority that signed it down to the prefix that is asked
 * for.
 */
public final class ChainBrokenException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  ChainBrokenException(Prefix delegated, Prefix from, Prefix towards) {
    super(
        "the delegation is of "
            + delegated
            + ", which does not lead from "
            + from
            + " down to "
            + towards);
  }
}
