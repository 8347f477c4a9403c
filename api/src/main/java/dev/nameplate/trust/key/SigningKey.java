package dev.nameplate.trust.key;

import dev.nameplate.record.Bytes;
import java.security.SecureRandom;

/**
 * A private key that makes signatures. Thread-safe.
 *
 * <p><b>Security guarantees:</b> the private key leaves this object only through {@link KeyPem}. It
 * does not appear in {@link #toString} or in exceptions, and the class cannot be serialized. It
 * stays in memory until the garbage collector reuses the space.
 */
public final class SigningKey {
  private final VerifyingKey verifyingKey;
  private final byte[] privateKey;
  private final SignatureAlgorithm.Signing signing;

  private SigningKey(SignatureSuite suite, byte[] privateKey, SecureRandom random) {
    SignatureAlgorithm algorithm = suite.algorithm();
    this.verifyingKey = VerifyingKey.of(suite, Bytes.wrap(algorithm.publicKeyOf(privateKey)));
    this.privateKey = privateKey;
    this.signing = algorithm.signing(privateKey, random);
  }

  /**
   * A new key.
   *
   * @param random source of the key, and for SM2 of each signature's secret number
   */
  public static SigningKey generate(SignatureSuite suite, SecureRandom random) {
    return new SigningKey(suite, suite.algorithm().newPrivateKey(random), random);
  }

  /**
   * The key with these bytes, which the caller must not use again.
   *
   * @throws IllegalArgumentException if they are no valid private key
   */
  static SigningKey of(SignatureSuite suite, byte[] privateKey, SecureRandom random) {
    return new SigningKey(suite, privateKey, random);
  }

  /** The suite the key belongs to. */
  public SignatureSuite suite() {
    return verifyingKey.suite();
  }

  /** SHA-256 of the public key's encoding. */
  public KeyId keyId() {
    return verifyingKey.keyId();
  }

  /** The public key. */
  public VerifyingKey verifyingKey() {
    return verifyingKey;
  }

  /** A signature over the bytes, {@link SignatureSuite#SIGNATURE_SIZE} bytes. */
  public Bytes sign(Bytes message) {
    return Bytes.wrap(signing.sign(message.toByteArray()));
  }

  /** The private key as DER of PKCS #8; the caller clears it. */
  byte[] insecurePkcs8() {
    return suite().algorithm().toPkcs8(privateKey, verifyingKey.publicKey().toByteArray());
  }

  /** The suite and the key id, nothing secret. */
  @Override
  public String toString() {
    return "signing key " + verifyingKey;
  }
}
