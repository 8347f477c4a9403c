package dev.nameplate.trust.key;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NodeException;
import dev.nameplate.record.Bytes;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;

/**
 * Keys as PEM text, as OpenSSL reads and writes them: private keys as PKCS #8, encrypted with a
 * passphrase or not, public keys as SubjectPublicKeyInfo. Does no I/O; callers pass the name of the
 * source for messages.
 *
 * <p><b>Source:</b> RFC 7468, sections 10, 11 and 13; RFC 5958; RFC 5280, section 4.1.2.7.
 */
public final class KeyPem {
  private static final String PUBLIC = "PUBLIC KEY";
  private static final String PRIVATE = "PRIVATE KEY";
  private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";

  private KeyPem() {}

  /** The public key as {@code PUBLIC KEY}. */
  public static String write(VerifyingKey key) {
    return new Pem(PUBLIC, key.spki()).toString();
  }

  /**
   * The private key as {@code ENCRYPTED PRIVATE KEY}, by PBES2 with 600,000 rounds of PBKDF2. Takes
   * a good part of a second.
   *
   * @param passphrase at least one character; the caller clears it
   * @param random what salt and initialisation vector are drawn from
   * @throws NodeException with reason {@code WRONG_PASSPHRASE} if the passphrase is empty
   */
  public static String writeEncrypted(SigningKey key, char[] passphrase, SecureRandom random) {
    if (passphrase.length == 0) {
      throw new NodeException(ErrorReason.WRONG_PASSPHRASE, "the passphrase for the key is empty");
    }
    byte[] pkcs8 = key.insecurePkcs8();
    try {
      return new Pem(ENCRYPTED, Bytes.wrap(PasswordEncryption.encrypt(pkcs8, passphrase, random)))
          .toString();
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  /** The private key as {@code PRIVATE KEY}, readable by anyone with the text. */
  public static String writeInsecureUnencrypted(SigningKey key) {
    return new Pem(PRIVATE, Bytes.wrap(key.insecurePkcs8())).toString();
  }

  /**
   * Reads a public key.
   *
   * @param source where the text is from, for messages
   * @throws NodeException with reason {@code DATA_CORRUPT} if the text is no PEM
   * @throws InvalidInputException with reason {@code WRONG_KEY} if it holds something else, or a
   *     key of another kind
   */
  public static VerifyingKey readPublic(String pem, String source) {
    Pem block = Pem.parse(pem, source, PUBLIC);
    try {
      return VerifyingKey.parse(block.bytes());
    } catch (InvalidInputException e) {
      throw wrongKey(source, block.bytes().toHex(), "a valid key of Ed25519 or SM2");
    }
  }

  /** True if reading the private key needs a passphrase. */
  public static boolean isEncrypted(String pem, String source) {
    return Pem.parse(pem, source, PRIVATE, ENCRYPTED).label().equals(ENCRYPTED);
  }

  /**
   * Reads a private key. Takes a good part of a second when it is encrypted.
   *
   * @param source where the text is from, for messages
   * @param passphrase empty if there is none; not used for an unencrypted key; the caller clears it
   * @param random what an SM2 key draws the secret number of each signature from
   * @throws NodeException with reason {@code DATA_CORRUPT} if the text is damaged, {@code
   *     WRONG_PASSPHRASE} if it is encrypted and the passphrase is missing or does not open it
   * @throws InvalidInputException with reason {@code WRONG_KEY} if it holds something else, or a
   *     key of another kind
   */
  public static SigningKey readPrivate(
      String pem, String source, char[] passphrase, SecureRandom random) {
    Pem block = Pem.parse(pem, source, PRIVATE, ENCRYPTED);
    return block.label().equals(ENCRYPTED)
        ? decrypt(block, source, passphrase, random)
        : parse(block.bytes().toByteArray(), source, random);
  }

  private static SigningKey decrypt(
      Pem block, String source, char[] passphrase, SecureRandom random) {
    if (passphrase.length == 0) {
      throw new NodeException(
          ErrorReason.WRONG_PASSPHRASE, source + " is encrypted: give its passphrase");
    }
    byte[] pkcs8 = PasswordEncryption.decrypt(block.bytes().toByteArray(), passphrase, source);
    try {
      return parse(pkcs8, source, random);
    } catch (NodeException e) {
      // One wrong passphrase in 256 leaves well-formed padding, and then rubbish.
      throw PasswordEncryption.wrongPassphrase(source);
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  private static SigningKey parse(byte[] pkcs8, String source, SecureRandom random) {
    try {
      PrivateKeyInfo info = PrivateKeyInfo.getInstance(pkcs8);
      for (SignatureSuite suite : SignatureSuite.values()) {
        Optional<byte[]> privateKey = suite.algorithm().fromPkcs8(info);
        if (privateKey.isPresent()) {
          return SigningKey.of(suite, privateKey.get(), random);
        }
      }
      throw wrongKey(
          source,
          algorithm(info.getPrivateKeyAlgorithm().getAlgorithm().getId()),
          "a key of Ed25519 or SM2");
    } catch (InvalidInputException anotherKind) {
      throw anotherKind;
    } catch (IOException | RuntimeException e) { // whatever the ASN.1 library makes of rubbish
      throw Pem.damaged(source, "its PKCS #8 key is malformed");
    }
  }

  private static String algorithm(String objectIdentifier) {
    return switch (objectIdentifier) {
      case "1.2.840.113549.1.1.1" -> "an RSA key";
      case "1.2.840.10045.2.1" -> "an elliptic-curve key of another curve than SM2";
      case "1.3.101.113" -> "an Ed448 key";
      case "1.3.101.110" -> "an X25519 key";
      default -> "algorithm " + objectIdentifier;
    };
  }

  private static InvalidInputException wrongKey(String source, String found, String expected) {
    return new InvalidInputException(ErrorReason.WRONG_KEY, source, found, expected);
  }
}
