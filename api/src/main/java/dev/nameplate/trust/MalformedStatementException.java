package dev.nameplate.trust;

import dev.nameplate.error.RejectedStatementException;

/** A statement's bytes are not of the form that a statement has. */
public final class MalformedStatementException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  MalformedStatementException(String message) {
    super(message);
  }
}
