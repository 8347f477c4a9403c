package dev.nameplate.trust.chain;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Endpoint;
import dev.nameplate.trust.key.KeyId;
import dev.nameplate.trust.key.KeyPem;
import dev.nameplate.trust.key.VerifyingKey;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.note.NoteKey;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.Validity;
import java.util.Collections;
import java.util.List;

/**
 * A verifier's initial trust: a key that signs for these prefixes, in this log, and that delegates
 * the prefixes below them. Immutable.
 *
 * @param prefixes the prefixes, at least one, in canonical order
 * @param authority the key that signs the log's batches, with its validity
 * @param endpoints endpoints of the log's node, at most {@link Delegation#MAX_ENDPOINTS}; none if
 *     unknown
 */
public record TrustAnchor(List<Prefix> prefixes, AuthorityKey authority, List<Endpoint> endpoints) {
  static final String TITLE = "Nameplate trust anchor v1";
  static final String PREFIX = "prefix: ";
  static final String LOG = "log: ";
  static final String CHECKPOINT_KEY = "checkpoint-key: ";
  static final String VALID_FROM = "valid-from: ";
  static final String VALID_UNTIL = "valid-until: ";
  static final String REVOKED_FROM = "revoked-from: ";
  static final String ENDPOINT = "endpoint: ";

  /** Sorts the prefixes, and checks their number and that of the endpoints. */
  public TrustAnchor {
    if (prefixes.isEmpty()) {
      throw new InvalidInputException(
          ErrorReason.INVALID_ARGUMENT, "prefixes", "", "at least one prefix");
    }
    if (endpoints.size() > Delegation.MAX_ENDPOINTS) {
      throw new InvalidInputException(
          ErrorReason.INVALID_ARGUMENT,
          "endpoint",
          endpoints.size() + " endpoints",
          "at most " + Delegation.MAX_ENDPOINTS);
    }
    prefixes = prefixes.stream().distinct().sorted().toList();
    endpoints = List.copyOf(endpoints);
  }

  /** Copy of this anchor with other endpoints. */
  public TrustAnchor at(List<Endpoint> others) {
    return new TrustAnchor(prefixes, authority, others);
  }

  /** The log of the statements. */
  public LogName log() {
    return authority.log();
  }

  /** The key that signs the log's batches. */
  public VerifyingKey authorityKey() {
    return authority.key();
  }

  /** The Ed25519 key that signs the log's checkpoints; its name is the log's. */
  public NoteKey checkpointKey() {
    return authority.checkpointKey();
  }

  /** The id of the key that signs batches. */
  public KeyId keyId() {
    return authority.keyId();
  }

  /** True if the key signs records under the prefix itself. */
  public boolean covers(Prefix prefix) {
    return Collections.binarySearch(prefixes, prefix) >= 0;
  }

  /**
   * The keys that sign each checkpoint of the log: the checkpoint key, and the authority key if it
   * is one of SM2, under the same name.
   */
  public List<NoteKey> noteKeys() {
    return authority.noteKeys();
  }

  /** The anchor in the form of a file. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(TITLE).append('\n');
    prefixes.forEach(prefix -> line(text, PREFIX, prefix));
    line(text, LOG, log());
    line(text, CHECKPOINT_KEY, checkpointKey());
    if (!authority.validity().from().equals(Validity.ALWAYS.from())) {
      line(text, VALID_FROM, authority.validity().from());
    }
    if (authority.validity().ends()) {
      line(text, VALID_UNTIL, authority.validity().until());
    }
    authority.revokedFrom().ifPresent(position -> line(text, REVOKED_FROM, position));
    endpoints.forEach(endpoint -> line(text, ENDPOINT, endpoint));
    return text.append(KeyPem.write(authorityKey())).toString();
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append(name).append(value).append('\n');
  }
}
