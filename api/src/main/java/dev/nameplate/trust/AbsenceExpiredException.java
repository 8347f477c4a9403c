package dev.nameplate.trust;

import dev.nameplate.error.RejectedStatementException;
import java.time.Instant;

/** A signed absence is too old to be believed. */
public final class AbsenceExpiredException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  AbsenceExpiredException(Instant until, Instant now) {
    super("the absence could be believed until " + until + ", now it is " + now);
  }
}
