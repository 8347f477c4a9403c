package dev.nameplate.trust;

import dev.nameplate.error.RejectedStatementException;

/** A statement is signed by a revoked key, and stands where the key is no longer believed. */
public final class KeyRevokedException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  KeyRevokedException(AuthorityKey key, String what) {
    super(
        "the key "
            + key.keyId()
            + " is revoked from position "
            + key.revokedFrom().orElse(0)
            + " of its log on, and signed "
            + what);
  }
}
