package dev.nameplate.trust;

import dev.nameplate.error.RejectedStatementException;
import java.time.Instant;

/** A delegation no longer counts. */
public final class DelegationExpiredException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  DelegationExpiredException(Delegation delegation, Instant now) {
    super(
        "the delegation of "
            + delegation.prefix()
            + " counted until "
            + delegation.validity().until()
            + ", now it is "
            + now);
  }
}
