package dev.nameplate.trust;

import dev.nameplate.error.RejectedStatementException;

/** A statement's bytes do not have the one form that a statement may have. */
public final class MalformedStatementException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  MalformedStatementException(String message) {
    super(message);
  }
}
