package dev.nameplate.trust;

import dev.nameplate.error.RejectedStatementException;
import java.time.Instant;

/** A delegation does not count yet. */
public final class DelegationNotYetValidException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  DelegationNotYetValidException(Delegation delegation, Instant now) {
    super(
        "the delegation of "
            + delegation.prefix()
            + " counts from "
            + delegation.validity().from()
            + " on, now it is "
            + now);
  }
}
