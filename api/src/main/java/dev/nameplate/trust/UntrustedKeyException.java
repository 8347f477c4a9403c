package dev.nameplate.trust;

import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Prefix;

/** A statement is signed by a key that neither a trust anchor nor a delegation names. */
public final class UntrustedKeyException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  private final transient KeyId keyId;

  UntrustedKeyException(KeyId keyId) {
    super("no trust anchor names the key " + keyId + " that the batch is signed with");
    this.keyId = keyId;
  }

  UntrustedKeyException(KeyId keyId, Prefix authority) {
    super(
        "the key "
            + keyId
            + " that the batch is signed with is none of the authority of "
            + authority);
    this.keyId = keyId;
  }

  /** The key that is not trusted. */
  public KeyId keyId() {
    return keyId;
  }
}
