package dev.nameplate.trust;

import dev.nameplate.error.RejectedStatementException;

/** A batch names another suite than the one of its key. */
public final class SuiteMismatchException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  SuiteMismatchException(KeyId keyId, SignatureSuite ofKey, SignatureSuite named) {
    super("the batch names the suite " + named + ", but its key " + keyId + " is of " + ofKey);
  }
}
