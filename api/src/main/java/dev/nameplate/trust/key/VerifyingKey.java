package dev.nameplate.trust.key;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.merkle.HashFunction;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A public key that checks signatures. Its suite follows from its algorithm. Immutable and
 * thread-safe; equal to another if their encodings are.
 *
 * <p><b>Source:</b> RFC 5280, section 4.1.2.7 (SubjectPublicKeyInfo), RFC 8410, section 4
 * (Ed25519), RFC 5480, section 2 (elliptic curves).
 */
public final class VerifyingKey {
  private final SignatureSuite suite;
  private final Bytes spki;
  private final KeyId keyId;
  private final SignatureAlgorithm.Checking checking;

  private VerifyingKey(SignatureSuite suite, Bytes spki, SignatureAlgorithm.Checking checking) {
    this.suite = suite;
    this.spki = spki;
    this.keyId = new KeyId(HashFunction.SHA256.hash(spki));
    this.checking = checking;
  }

  /**
   * Reads a key. Exactly one encoding of each key is accepted, and only keys that are points of
   * their group: for SM2 uncompressed and on the curve, for Ed25519 canonical and of the group's
   * prime order.
   *
   * @param spki SubjectPublicKeyInfo in DER, 91 bytes for SM2, 44 for Ed25519
   * @throws InvalidInputException with reason {@code WRONG_KEY} for anything else
   */
  public static VerifyingKey parse(Bytes spki) {
    return parse(spki, VerifyingKey::of);
  }

  /**
   * As {@link #parse}, but the prime order of an Ed25519 key is checked with its first signature,
   * and a key without it verifies none: for the keys of delegations, of which few are ever used.
   */
  public static VerifyingKey parseLazily(Bytes spki) {
    return parse(spki, VerifyingKey::lazilyOf);
  }

  private static VerifyingKey parse(
      Bytes spki, BiFunction<SignatureSuite, Bytes, VerifyingKey> reader) {
    for (SignatureSuite suite : SignatureSuite.values()) {
      SignatureAlgorithm algorithm = suite.algorithm();
      Bytes header = algorithm.spkiHeader();
      if (spki.size() == header.size() + algorithm.publicKeySize()
          && spki.asByteString().startsWith(header.asByteString())) {
        return reader.apply(suite, Bytes.of(spki.asByteString().substring(header.size())));
      }
    }
    throw wrongKey(spki);
  }

  /**
   * A key out of its bytes without the header.
   *
   * @throws InvalidInputException with reason {@code WRONG_KEY} if they are none
   */
  public static VerifyingKey of(SignatureSuite suite, Bytes publicKey) {
    return of(suite, publicKey, suite.algorithm()::checking);
  }

  /** A key whose costly checks are put off, as {@link #parseLazily} does. */
  public static VerifyingKey lazilyOf(SignatureSuite suite, Bytes publicKey) {
    return of(suite, publicKey, suite.algorithm()::checkingLazily);
  }

  private static VerifyingKey of(
      SignatureSuite suite,
      Bytes publicKey,
      Function<byte[], SignatureAlgorithm.Checking> checking) {
    SignatureAlgorithm algorithm = suite.algorithm();
    Bytes spki = Bytes.of(algorithm.spkiHeader().asByteString().concat(publicKey.asByteString()));
    if (publicKey.size() != algorithm.publicKeySize()) {
      throw wrongKey(spki);
    }
    try {
      return new VerifyingKey(suite, spki, checking.apply(publicKey.toByteArray()));
    } catch (IllegalArgumentException e) {
      throw wrongKey(spki);
    }
  }

  private static InvalidInputException wrongKey(Bytes spki) {
    return new InvalidInputException(
        ErrorReason.WRONG_KEY,
        "public key",
        spki.toHex(),
        "SubjectPublicKeyInfo in DER of a valid Ed25519 key (44 bytes) or SM2 key (91 bytes)");
  }

  /** The suite the key belongs to. */
  public SignatureSuite suite() {
    return suite;
  }

  /** SHA-256 of the encoding. */
  public KeyId keyId() {
    return keyId;
  }

  /** SubjectPublicKeyInfo in DER. */
  public Bytes spki() {
    return spki;
  }

  /** The key without the header: 32 bytes for Ed25519, the uncompressed point for SM2. */
  public Bytes publicKey() {
    return Bytes.of(spki.asByteString().substring(suite.algorithm().spkiHeader().size()));
  }

  /**
   * True if the signature is a signature of this key over exactly these bytes. For anything signed
   * by a node, use a verifier.
   */
  public boolean verifies(Bytes message, Bytes signature) {
    return checking.verifies(message.toByteArray(), signature.toByteArray());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifyingKey that && spki.equals(that.spki);
  }

  @Override
  public int hashCode() {
    return spki.hashCode();
  }

  /** The suite and the key id. */
  @Override
  public String toString() {
    return suite + " " + keyId;
  }
}
