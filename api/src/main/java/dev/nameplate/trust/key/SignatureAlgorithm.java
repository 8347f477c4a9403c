package dev.nameplate.trust.key;

import dev.nameplate.record.Bytes;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;

/** What a {@link SignatureSuite} needs to know of its signature algorithm. Thread-safe. */
interface SignatureAlgorithm {
  /** Checks signatures of one public key. Thread-safe. */
  interface Checking {
    /** Whether the signature, of any length, is one of the key over the message. */
    boolean verifies(byte[] message, byte[] signature);
  }

  /** Makes signatures with one private key. Thread-safe. */
  interface Signing {
    /** The signature, of {@link SignatureSuite#SIGNATURE_SIZE} bytes. */
    byte[] sign(byte[] message);
  }

  /** What stands before the public key in the DER form of its SubjectPublicKeyInfo. */
  Bytes spkiHeader();

  /** How many bytes a public key takes behind that. */
  int publicKeySize();

  /**
   * Makes what checks signatures.
   *
   * @throws IllegalArgumentException if the bytes, of the right number, are no valid public key
   */
  Checking checking(byte[] publicKey);

  /**
   * The same, but what is costly to find out about the key is found out with the first signature
   * that is checked: no signature is one of a key that is invalid.
   *
   * @throws IllegalArgumentException if the bytes, of the right number, obviously are no public key
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
