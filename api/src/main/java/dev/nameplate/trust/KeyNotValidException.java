package dev.nameplate.trust;

import dev.nameplate.error.RejectedStatementException;
import java.time.Instant;

/** A statement's batch was made at a time at which its key did not count. */
public final class KeyNotValidException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  KeyNotValidException(AuthorityKey key, Instant time) {
    super(
        "the batch was made at "
            + time
            + ", but the key "
            + key.keyId()
            + " counts "
            + key.validity()
            + (time.isBefore(key.validity().from())
                ? "; prefix transfer --keys-from mends that"
                : ""));
  }
}
