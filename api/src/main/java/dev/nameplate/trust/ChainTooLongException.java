package dev.nameplate.trust;

import dev.nameplate.error.RejectedStatementException;

/** A chain of delegations has too many links. */
public final class ChainTooLongException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  ChainTooLongException(int links) {
    super(
        "the chain has " + links + " delegations (expected: at most " + Authority.MAX_CHAIN + ")");
  }
}
