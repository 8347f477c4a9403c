package dev.nameplate.trust;

import dev.nameplate.error.RejectedStatementException;

/** A Merkle proof does not show what it is claimed to show. */
public final class ProofInvalidException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  ProofInvalidException(String message) {
    super(message);
  }
}
