package dev.nameplate.trust;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a verifier believes without proof: that one key signs for these prefixes, in this log.
 * Immutable.
 *
 * @param prefixes the prefixes, at least one, in canonical order; those below them are not meant
 * @param log the log in which their statements stand
 * @param authorityKey the key that signs the log's batches
 * @param checkpointKey the Ed25519 key that signs the log's checkpoints; its name is the log's
 */
public record TrustAnchor(
    List<Prefix> prefixes, LogName log, VerifyingKey authorityKey, NoteKey checkpointKey) {
  static final String TITLE = "Nameplate trust anchor v1";
  static final String PREFIX = "prefix: ";
  static final String LOG = "log: ";
  static final String CHECKPOINT_KEY = "checkpoint-key: ";

  /** Sorts the prefixes, and checks that the parts agree with each other. */
  public TrustAnchor {
    if (prefixes.isEmpty()) {
      throw new InvalidInputException(
          ErrorReason.INVALID_ARGUMENT, "prefixes", "", "at least one prefix");
    }
    prefixes = prefixes.stream().distinct().sorted().toList();
    if (!checkpointKey.name().equals(log.text())
        || checkpointKey.key().suite() != SignatureSuite.ED25519_SHA256) {
      throw new InvalidInputException(
          ErrorReason.WRONG_KEY,
          "checkpoint-key",
          checkpointKey.toString(),
          "an Ed25519 key named " + log);
    }
  }

  /** The id of the key that signs batches. */
  public KeyId keyId() {
    return authorityKey.keyId();
  }

  /** Whether the key signs for the prefix itself. */
  public boolean covers(Prefix prefix) {
    return Collections.binarySearch(prefixes, prefix) >= 0;
  }

  /**
   * The keys that sign each checkpoint of the log: the checkpoint key, and the authority key if it
   * is one of SM2, under the same name.
   */
  public List<NoteKey> noteKeys() {
    return authorityKey.suite() == SignatureSuite.SM2_SM3
        ? List.of(checkpointKey, new NoteKey(log.text(), authorityKey))
        : List.of(checkpointKey);
  }

  /** The anchor as it stands in a file. */
  @Override
  public String toString() {
    return TITLE
        + "\n"
        + prefixes.stream().map(prefix -> PREFIX + prefix + "\n").collect(Collectors.joining())
        + LOG
        + log
        + "\n"
        + CHECKPOINT_KEY
        + checkpointKey
        + "\n"
        + KeyPem.write(authorityKey);
  }
}
