package dev.nameplate.trust.key;

import dev.nameplate.record.Bytes;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;

/** The signature algorithm of a {@link SignatureSuite}. Thread-safe. */
interface SignatureAlgorithm {
  /** Checks signatures of one public key. Thread-safe. */
  interface Checking {
    /** True if the signature, of any length, is a signature of the key over the message. */
    boolean verifies(byte[] message, byte[] signature);
  }

  /** Makes signatures with one private key. Thread-safe. */
  interface Signing {
    /** The signature, of {@link SignatureSuite#SIGNATURE_SIZE} bytes. */
    byte[] sign(byte[] message);
  }

  /** The bytes before the public key in the DER form of its SubjectPublicKeyInfo. */
  Bytes spkiHeader();

  /** Size of the public key after that header, in bytes. */
  int publicKeySize();

  /**
   * Makes what checks signatures.
   *
   * @throws IllegalArgumentException if the bytes, of the right number, are no valid public key
   */
  Checking checking(byte[] publicKey);

  /**
   * As {@link #checking}, but costly checks of the key run with its first signature: an invalid key
   * verifies no signature.
   *
   * @throws IllegalArgumentException if the bytes, of the right size, are obviously no public key
   */
  default Checking checkingLazily(byte[] publicKey) {
    return checking(publicKey);
  }

  /** Makes what makes signatures. */
  Signing signing(byte[] privateKey, SecureRandom random);

  /** A new private key, of 32 bytes. */
  byte[] newPrivateKey(SecureRandom random);

  /**
   * The public key of a private key.
   *
   * @throws IllegalArgumentException if the bytes are no valid private key
   */
  byte[] publicKeyOf(byte[] privateKey);

  /** The private key as DER of PKCS #8 (RFC 5958), as OpenSSL writes it. */
  byte[] toPkcs8(byte[] privateKey, byte[] publicKey);

  /**
   * The private key out of PKCS #8; empty if it is one of another algorithm.
   *
   * @throws IOException if it is damaged
   */
  Optional<byte[]> fromPkcs8(PrivateKeyInfo info) throws IOException;
}
