package dev.nameplate.trust.root;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.note.NoteKey;
import dev.nameplate.trust.note.SignedNote;
import dev.nameplate.trust.statement.BatchHeader;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The content of a {@link TrustRoot}: the trust anchors, their expiry, and the keys that sign them
 * together. Immutable.
 *
 * <p><b>Source:</b> TUF 1.0.34, section 4.3 ("root.json"); here a text, whose signatures are those
 * of a {@link SignedNote}.
 *
 * @param version 1 or more, one above its predecessor's
 * @param expires the first moment at which it is no longer valid, in whole seconds, up to the year
 *     9999
 * @param threshold the required number of signatures, 1 to the number of keys
 * @param keys the root keys, 1 to {@link #MAX_KEYS}, no name and no key twice
 * @param anchors the trust anchors, at least one
 */
public record RootContent(
    int version, Instant expires, int threshold, List<NoteKey> keys, TrustAnchors anchors) {
  /** The most root keys. */
  public static final int MAX_KEYS = 16;

  static final String TITLE = "Nameplate trust root v1";
  static final String VERSION = "version: ";
  static final String EXPIRES = "expires: ";
  static final String THRESHOLD = "threshold: ";
  static final String ROOT_KEY = "root-key: ";

  /** Checks the ranges. */
  public RootContent {
    keys = List.copyOf(keys);
    require(version >= 1, "version", version, "1 to " + Integer.MAX_VALUE);
    require(
        !expires.isBefore(Instant.EPOCH)
            && expires.toEpochMilli() <= BatchHeader.MAX_MILLIS
            && expires.equals(expires.truncatedTo(ChronoUnit.SECONDS)),
        "expires",
        expires,
        "whole seconds, 1970 to the year 9999");
    require(
        !keys.isEmpty() && keys.size() <= MAX_KEYS,
        "root-key",
        keys.size() + " keys",
        "1 to " + MAX_KEYS);
    require(
        keys.stream().map(NoteKey::name).distinct().count() == keys.size()
            && keys.stream().map(NoteKey::key).distinct().count() == keys.size(),
        "root-key",
        keys.stream().map(NoteKey::name).collect(Collectors.joining(", ")),
        "each name and each key once");
    require(
        threshold >= 1 && threshold <= keys.size(),
        "threshold",
        threshold,
        "1 to the number of root keys, " + keys.size());
    require(!anchors.list().isEmpty(), "trust anchors", "", "at least one");
  }

  /**
   * Reads the text.
   *
   * @param source the origin of the text, for messages
   * @throws InvalidInputException if a line is not the expected line, or a number is out of range
   * @throws dev.nameplate.error.NodeException with reason {@code DATA_CORRUPT} if a public key's
   *     block is damaged
   */
  public static RootContent parse(String text, String source) {
    return new RootContentReader(text, source).read();
  }

  private static void require(boolean holds, String field, Object value, String expected) {
    if (!holds) {
      throw new InvalidInputException(
          ErrorReason.INVALID_ARGUMENT, field, value.toString(), expected);
    }
  }

  /** The text that is signed. */
  @Override
  public String toString() {
    return TITLE
        + "\n"
        + (VERSION + version + "\n")
        + (EXPIRES + expires + "\n")
        + (THRESHOLD + threshold + "\n")
        + keys.stream().map(key -> ROOT_KEY + key + "\n").collect(Collectors.joining())
        + "\n"
        + anchors;
  }
}
