package dev.nameplate.trust;

import dev.nameplate.error.RejectedStatementException;

/** A signature is not by the key that it names. */
public final class SignatureInvalidException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  SignatureInvalidException(String message) {
    super(message);
  }
}
