package dev.nameplate.trust;

import dev.nameplate.error.RejectedStatementException;

/** A trust root does not have the version that must follow. */
public final class RootVersionException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  RootVersionException(String message) {
    super(message);
  }
}
