package dev.nameplate.trust;

import dev.nameplate.error.RejectedStatementException;

/** A statement is not the leaf of its batch that it claims to be. */
public final class NotInBatchException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  NotInBatchException(String message) {
    super(message);
  }
}
