package dev.nameplate.trust.statement;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.trust.key.KeyId;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.VerifyingKey;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.note.NoteKey;
import java.util.List;
import java.util.OptionalLong;

/**
 * A key that signs batches of a log for a time, as stated by a trust anchor or a delegation.
 * Immutable.
 *
 * <p>A batch is valid if its time is within the key's validity. Of a revoked key, only statements
 * before a position of its log are valid.
 *
 * @param key the key
 * @param checkpointKey the Ed25519 key that signs the log's checkpoints; its name is the log's
 * @param validity the time in which the key may sign
 * @param revokedFrom the first position of the log that is no longer trusted; empty unless the key
 *     is revoked
 */
public record AuthorityKey(
    VerifyingKey key, NoteKey checkpointKey, Validity validity, OptionalLong revokedFrom) {
  /** Checks that the checkpoint key is one of a log, whose name leaves room for its absences. */
  public AuthorityKey {
    if (!LogName.isValid(LogName.absencesOf(checkpointKey.name()))
        || checkpointKey.key().suite() != SignatureSuite.ED25519_SHA256) {
      throw new InvalidInputException(
          ErrorReason.WRONG_KEY,
          "checkpoint-key",
          checkpointKey.toString(),
          "an Ed25519 key with the name of a log");
    }
    if (revokedFrom.isPresent() && revokedFrom.getAsLong() < 0) {
      throw new InvalidInputException(
          ErrorReason.INVALID_ARGUMENT,
          "revoked-from",
          Long.toString(revokedFrom.getAsLong()),
          "a position, 0 or more");
    }
  }

  /** A key without limits of its validity. */
  public static AuthorityKey of(VerifyingKey key, NoteKey checkpointKey) {
    return new AuthorityKey(key, checkpointKey, Validity.ALWAYS, OptionalLong.empty());
  }

  /** Copy of this key with another validity. */
  public AuthorityKey during(Validity other) {
    return new AuthorityKey(key, checkpointKey, other, revokedFrom);
  }

  /** Copy of this key, revoked from a position of its log on. */
  public AuthorityKey revokedFrom(long position) {
    return new AuthorityKey(key, checkpointKey, validity, OptionalLong.of(position));
  }

  /** The log the key signs in. */
  public LogName log() {
    return new LogName(checkpointKey.name());
  }

  /**
   * The keys that sign each checkpoint of the log: the checkpoint key, and the key itself if it is
   * one of SM2, under the same name.
   */
  public List<NoteKey> noteKeys() {
    return key.suite() == SignatureSuite.SM2_SM3
        ? List.of(checkpointKey, new NoteKey(checkpointKey.name(), key))
        : List.of(checkpointKey);
  }

  /** Identifies the key. */
  public KeyId keyId() {
    return key.keyId();
  }
}
