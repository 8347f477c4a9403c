package dev.nameplate.trust;

import dev.nameplate.error.RejectedStatementException;

/** A statement is of another kind than the one that is wanted. */
public final class WrongKindException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  WrongKindException(String message) {
    super(message);
  }
}
