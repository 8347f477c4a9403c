package dev.nameplate.trust;

import dev.nameplate.error.RejectedStatementException;

/** A statement is signed by a key that no trust anchor names. */
public final class UntrustedKeyException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  private final transient KeyId keyId;

  UntrustedKeyException(KeyId keyId) {
    super("no trust anchor names the key " + keyId + " that the batch is signed with");
    this.keyId = keyId;
  }

  /** The key that is not trusted. */
  public KeyId keyId() {
    return keyId;
  }
}
