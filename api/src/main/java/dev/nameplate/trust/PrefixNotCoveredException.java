package dev.nameplate.trust;

import dev.nameplate.error.RejectedStatementException;

/** A statement is about a prefix that its key is not trusted for. */
public final class PrefixNotCoveredException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  PrefixNotCoveredException(String message) {
    super(message);
  }
}
