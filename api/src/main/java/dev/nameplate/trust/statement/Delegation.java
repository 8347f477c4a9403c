package dev.nameplate.trust.statement;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.Suffix;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.Endpoint;
import dev.nameplate.trust.key.KeyId;
import dev.nameplate.trust.merkle.HashFunction;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A version of a delegation: the keys and endpoints of a prefix, as stated by the authority above
 * it. Immutable.
 *
 * @param prefix the prefix that is delegated
 * @param version 1 when the prefix is allotted, increased by each change and renewal
 * @param previous leaf hash of the version before, 32 bytes; empty in version 1
 * @param state state of the prefix, which decides if identifiers below it are valid
 * @param holder the party to which the prefix is allotted, 1 to {@link #MAX_HOLDER} characters
 *     without control characters
 * @param hosted true if the authority above serves the prefix itself, in its own log and with its
 *     own keys
 * @param keys the keys that sign under the prefix, 1 to {@link #MAX_KEYS}, without duplicates; none
 *     when hosted
 * @param endpoints endpoints of the holder's node, 1 to {@link #MAX_ENDPOINTS}, the preferred
 *     endpoint first; none when hosted
 * @param validity validity of this delegation; a revocation is valid for ever
 */
public record Delegation(
    Prefix prefix,
    long version,
    Bytes previous,
    State state,
    String holder,
    boolean hosted,
    List<AuthorityKey> keys,
    List<Endpoint> endpoints,
    Validity validity) {
  /** The most keys of a delegation. */
  public static final int MAX_KEYS = 8;

  /** The most endpoints of a delegation. */
  public static final int MAX_ENDPOINTS = 8;

  /** The most characters of a holder. */
  public static final int MAX_HOLDER = 256;

  private static final Prefix PREFIXES = Prefix.parse("0.NA");

  /** The state of a delegated prefix. */
  public enum State {
    /** In use. */
    ACTIVE,
    /**
     * Suspended: nothing below the prefix is valid, and nothing is assigned below a hosted prefix.
     */
    SUSPENDED,
    /** Revoked for ever: the prefix is never allotted again. */
    REVOKED
  }

  /** Checks every bound. */
  public Delegation {
    if (version < 1) {
      throw invalid("version", Long.toString(version), "1 or more");
    }
    if (previous.size() != (version == 1 ? 0 : HashFunction.SIZE)) {
      throw invalid("previous", previous.toString(), "32 bytes, or no hash in version 1");
    }
    if (holder.isBlank()
        || holder.codePointCount(0, holder.length()) > MAX_HOLDER
        || holder.codePoints().anyMatch(Delegation::isNoText)) {
      throw invalid(
          "holder", holder, "1 to " + MAX_HOLDER + " characters without control characters");
    }
    requireCount("keys", keys.size(), hosted, MAX_KEYS);
    requireCount("endpoints", endpoints.size(), hosted, MAX_ENDPOINTS);
    keys = List.copyOf(keys);
    endpoints = List.copyOf(endpoints);
    requireOnce(keys);
  }

  private static boolean isNoText(int point) {
    return Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE;
  }

  private static void requireCount(String field, int count, boolean hosted, int most) {
    int least = hosted ? 0 : 1;
    if (count < least || count > (hosted ? 0 : most)) {
      throw invalid(
          field,
          count + " " + field,
          hosted ? "none for a hosted prefix" : "1 to " + most + ", or a hosted prefix");
    }
  }

  private static void requireOnce(List<AuthorityKey> keys) {
    Set<KeyId> seen = new HashSet<>();
    for (AuthorityKey key : keys) {
      if (!seen.add(key.keyId())) {
        throw new InvalidInputException(
            ErrorReason.WRONG_KEY, "keys", key.keyId().toString(), "each key once");
      }
    }
  }

  /**
   * The identifier of a prefix itself.
   *
   * <p><b>Source:</b> RFC 3650, section 3.2 (naming authority handles).
   */
  public static Identifier identifierOf(Prefix prefix) {
    return Identifier.of(PREFIXES, Suffix.parse(prefix.toString()));
  }

  private static InvalidInputException invalid(String field, String value, String expected) {
    return new InvalidInputException(ErrorReason.INVALID_ARGUMENT, field, value, expected);
  }
}
