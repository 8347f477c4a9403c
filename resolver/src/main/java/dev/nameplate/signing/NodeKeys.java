package dev.nameplate.signing;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Endpoint;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.SigningKey;
import dev.nameplate.trust.key.VerifyingKey;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.note.NoteKey;
import dev.nameplate.trust.note.NoteSigner;
import dev.nameplate.trust.statement.AuthorityKey;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The private keys of a node, and its anchors.
 *
 * @param anchors the anchors of the node's current and former keys
 * @param authorityKey the key that signs batches
 * @param logKey the key that signs checkpoints
 */
public record NodeKeys(TrustAnchors anchors, SigningKey authorityKey, SigningKey logKey) {
  /** New keys of the authority for prefixes. */
  static NodeKeys generate(Set<Prefix> prefixes, List<Endpoint> endpoints, SignatureSuite suite) {
    SecureRandom random = new SecureRandom();
    SigningKey authority = SigningKey.generate(suite, random);
    SigningKey log = SigningKey.generate(SignatureSuite.ED25519_SHA256, random);
    Set<Prefix> sorted = new TreeSet<>(prefixes);
    LogName name = LogName.of(sorted.iterator().next(), log.verifyingKey());
    TrustAnchor anchor =
        new TrustAnchor(
            List.copyOf(sorted),
            AuthorityKey.of(authority.verifyingKey(), new NoteKey(name.text(), log.verifyingKey())),
            endpoints);
    return new NodeKeys(TrustAnchors.of(List.of(anchor)), authority, log);
  }

  /** Trust anchor of the node, with the key it signs with now. */
  public TrustAnchor anchor() {
    return anchors.list().get(0);
  }

  /** The keys it signed with before, the last one first. */
  public List<VerifyingKey> formerKeys() {
    return anchors.list().stream().skip(1).map(TrustAnchor::authorityKey).toList();
  }

  /** Signers of checkpoints: the log key, and on an SM2 node the authority key as well. */
  public List<NoteSigner> checkpointSigners() {
    String name = anchor().log().text();
    NoteSigner log = new NoteSigner(name, logKey);
    return authorityKey.suite() == SignatureSuite.SM2_SM3
        ? List.of(log, new NoteSigner(name, authorityKey))
        : List.of(log);
  }
}
