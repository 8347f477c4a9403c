package dev.nameplate.trust;

import dev.nameplate.error.RejectedStatementException;

/** A trust root lacks signatures by the keys that must make it. */
public final class RootThresholdException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  RootThresholdException(String message) {
    super(message);
  }
}
