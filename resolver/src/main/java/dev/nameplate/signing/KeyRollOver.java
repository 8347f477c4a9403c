package dev.nameplate.signing;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NodeException;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.key.KeyPem;
import dev.nameplate.trust.key.SigningKey;
import dev.nameplate.trust.key.VerifyingKey;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.Validity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Replaces a node's authority key by the next.
 *
 * <ol>
 *   <li>{@link #prepare} makes the next key: {@code keys/authority-next.pub.pem} for those who are
 *       to trust it, then {@code keys/authority-next.pem}.
 *   <li>{@link #activate} writes {@code anchor.txt} with the next key first and an end for the key
 *       before. From then on the node signs with the next key, whatever happens.
 *   <li>{@code authority-next.pem} takes the place of {@code authority.pem}, which is thereby
 *       deleted, and the public part is removed.
 * </ol>
 *
 * <p>If the process dies before the last step is done, {@link #finish} does it when the node is
 * opened next. Not to be used by two at a time.
 */
public final class KeyRollOver {
  static final String NEXT_KEY = "authority-next.pem";
  static final String NEXT_PUBLIC = "authority-next.pub.pem";

  private final Path directory;
  private final Path next;
  private final Path nextPublic;

  private KeyRollOver(Path directory) {
    this.directory = directory;
    this.next = directory.resolve(NodeDirectory.KEYS).resolve(NEXT_KEY);
    this.nextPublic = directory.resolve(NodeDirectory.KEYS).resolve(NEXT_PUBLIC);
  }

  /** The way of the node in a directory to its next key. */
  public static KeyRollOver in(Path directory) {
    return new KeyRollOver(directory);
  }

  /** Path of the public part of the next key, once prepared. */
  public Path publicFile() {
    return nextPublic;
  }

  /**
   * The public part of the next key, if there is one. Reads nothing secret.
   *
   * @throws NodeException if there is no node, or the file is damaged
   */
  public Optional<VerifyingKey> next() {
    try {
      return isPrepared() ? publicKey() : Optional.empty();
    } catch (IOException e) {
      throw NodeDirectory.unusable(directory, e);
    }
  }

  /** True if there is a next key that is not active yet. */
  boolean isPrepared() throws IOException {
    finish();
    return Files.exists(next);
  }

  /**
   * Checks that there is a next key. Reads nothing secret.
   *
   * @throws InvalidInputException if there is none
   * @throws NodeException if there is no node, or a file is damaged
   */
  public void requirePrepared() {
    try {
      if (!isPrepared()) {
        throw InvalidInputException.of(
            "next key", next.toString(), "a key made by keys next; it is missing");
      }
    } catch (IOException e) {
      throw NodeDirectory.unusable(directory, e);
    }
  }

  /**
   * Makes the next key, of the same suite and sealed like the current key. The node may run.
   *
   * @param passphrase the passphrase of the node's keys
   * @return the public part of the next key
   * @throws InvalidInputException if there is a next key already
   * @throws NodeException if there is no node, a file is damaged, or the passphrase is wrong
   */
  public VerifyingKey prepare(Passphrase passphrase) {
    NodeKeys node = NodeDirectory.open(directory, passphrase);
    if (Files.exists(next)) {
      throw InvalidInputException.of(
          "next key",
          next.toString(),
          "no next key yet; this node has a next key already: put it to use with keys activate");
    }
    try {
      boolean sealed =
          NodeDirectory.sealedKey(directory, NodeDirectory.AUTHORITY_KEY).isEncrypted();
      SigningKey key = SigningKey.generate(node.authorityKey().suite(), new SecureRandom());
      WholeFile.write(nextPublic, KeyPem.write(key.verifyingKey()));
      NodeDirectory.writeKey(next, key, sealed ? passphrase : Passphrase.NONE);
      return key.verifyingKey();
    } catch (IOException e) {
      throw NodeDirectory.unusable(directory, e);
    }
  }

  /**
   * Makes the node sign with its next key from now on. The node must not be open.
   *
   * @param passphrase opens the node's keys
   * @param from when the next key begins to count
   * @param until when the key before it ceases to count; not before {@code from}, and later than
   *     the newest batch
   * @return the node's anchors after that
   * @throws InvalidInputException if there is no next key, or it is of another suite
   * @throws NodeException if there is no node, a file is damaged, or the passphrase is wrong
   */
  public TrustAnchors activate(Passphrase passphrase, Instant from, Instant until) {
    requirePrepared();
    NodeKeys node = NodeDirectory.open(directory, passphrase);
    try {
      VerifyingKey key =
          NodeDirectory.sealedKey(directory, NEXT_KEY).open(passphrase).verifyingKey();
      NodeDirectory.requireKey(NEXT_KEY, key.suite() == node.authorityKey().suite());
      TrustAnchors anchors = rolled(node.anchors().list(), key, from, until);
      WholeFile.write(nextPublic, KeyPem.write(key)); // by which finish() knows the key
      NodeDirectory.writeAnchors(directory, anchors);
      finish();
      return anchors;
    } catch (IOException e) {
      throw NodeDirectory.unusable(directory, e);
    }
  }

  private static TrustAnchors rolled(
      List<TrustAnchor> before, VerifyingKey key, Instant from, Instant until) {
    TrustAnchor current = before.get(0);
    Validity validity = current.authority().validity();
    Instant end = validity.until().isBefore(until) ? validity.until() : until;
    List<TrustAnchor> after = new ArrayList<>(before);
    after.set(0, signedBy(current, current.authority().during(validity.endingAt(end))));
    after.add(
        0,
        signedBy(
            current, AuthorityKey.of(key, current.checkpointKey()).during(Validity.from(from))));
    return TrustAnchors.of(after);
  }

  private static TrustAnchor signedBy(TrustAnchor anchor, AuthorityKey key) {
    return new TrustAnchor(anchor.prefixes(), key, anchor.endpoints());
  }

  /** Completes an interrupted activation. Reads no private key. */
  void finish() throws IOException {
    if (publicKey().equals(Optional.of(NodeDirectory.anchorIn(directory).authorityKey()))) {
      if (Files.exists(next)) {
        WholeFile.move(next, next.resolveSibling(NodeDirectory.AUTHORITY_KEY));
      }
      Files.deleteIfExists(nextPublic);
    }
  }

  private Optional<VerifyingKey> publicKey() throws IOException {
    return Files.exists(nextPublic)
        ? Optional.of(KeyPem.readPublic(NodeDirectory.text(nextPublic), nextPublic.toString()))
        : Optional.empty();
  }
}
