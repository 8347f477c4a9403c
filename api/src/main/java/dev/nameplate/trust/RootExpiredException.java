package dev.nameplate.trust;

import dev.nameplate.error.RejectedStatementException;

/** A trust root is no longer current. */
public final class RootExpiredException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  RootExpiredException(String message) {
    super(message);
  }
}
