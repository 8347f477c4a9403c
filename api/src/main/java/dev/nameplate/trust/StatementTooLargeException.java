package dev.nameplate.trust;

import dev.nameplate.error.RejectedStatementException;

/** A statement exceeds a cap. Nothing in it was hashed or checked. */
public final class StatementTooLargeException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  StatementTooLargeException(String message) {
    super(message);
  }
}
