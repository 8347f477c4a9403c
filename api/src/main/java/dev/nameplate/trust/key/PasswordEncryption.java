package dev.nameplate.trust.key;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * PBES2 with PBKDF2 over HMAC-SHA-256 and AES-256 in CBC mode, the only combination that is
 * supported. The cryptography is the JDK's.
 *
 * <p><b>Source:</b> RFC 8018, section 6.2 and appendix A.
 */
final class PasswordEncryption {
  private static final int ROUNDS = 600_000;
  private static final BigInteger MOST_ROUNDS = BigInteger.valueOf(10_000_000);
  private static final int SALT_SIZE = 16;
  private static final int BLOCK_SIZE = 16;
  private static final int KEY_BITS = 256;
  private static final AlgorithmIdentifier HMAC_SHA256 =
      new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE);

  private PasswordEncryption() {}

  /** Encrypts; the result is an EncryptedPrivateKeyInfo in DER. */
  static byte[] encrypt(byte[] plain, char[] passphrase, SecureRandom random) {
    byte[] salt = new byte[SALT_SIZE];
    byte[] vector = new byte[BLOCK_SIZE];
    random.nextBytes(salt);
    random.nextBytes(vector);
    try {
      byte[] content = crypt(Cipher.ENCRYPT_MODE, plain, passphrase, salt, ROUNDS, vector);
      PBKDF2Params derivation = new PBKDF2Params(salt, ROUNDS, HMAC_SHA256);
      PBES2Parameters parameters =
          new PBES2Parameters(
              new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2, derivation),
              new EncryptionScheme(
                  NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(vector)));
      AlgorithmIdentifier algorithm =
          new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, parameters);
      return new EncryptedPrivateKeyInfo(algorithm, content).getEncoded(ASN1Encoding.DER);
    } catch (GeneralSecurityException | IOException e) {
      throw unsupported(e);
    }
  }

  /**
   * Decrypts an EncryptedPrivateKeyInfo; the caller clears the result.
   *
   * @throws NodeException with reason {@code DATA_CORRUPT} or {@code WRONG_PASSPHRASE}
   */
  static byte[] decrypt(byte[] encrypted, char[] passphrase, String source) {
    PBKDF2Params derivation;
    byte[] vector;
    byte[] content;
    try {
      EncryptedPrivateKeyInfo info = EncryptedPrivateKeyInfo.getInstance(encrypted);
      requireAlgorithm(
          PKCSObjectIdentifiers.id_PBES2.equals(info.getEncryptionAlgorithm().getAlgorithm()),
          source);
      PBES2Parameters parameters =
          PBES2Parameters.getInstance(info.getEncryptionAlgorithm().getParameters());
      KeyDerivationFunc function = parameters.getKeyDerivationFunc();
      EncryptionScheme scheme = parameters.getEncryptionScheme();
      requireAlgorithm(PKCSObjectIdentifiers.id_PBKDF2.equals(function.getAlgorithm()), source);
      requireAlgorithm(NISTObjectIdentifiers.id_aes256_CBC.equals(scheme.getAlgorithm()), source);
      derivation = PBKDF2Params.getInstance(function.getParameters());
      requireAlgorithm(
          HMAC_SHA256.getAlgorithm().equals(derivation.getPrf().getAlgorithm()), source);
      vector = ASN1OctetString.getInstance(scheme.getParameters()).getOctets();
      content = info.getEncryptedData();
    } catch (NodeException unsupported) {
      throw unsupported;
    } catch (RuntimeException e) { // whatever the ASN.1 library makes of rubbish
      throw Pem.damaged(source, "its encrypted PKCS #8 key is malformed");
    }
    return decrypt(content, passphrase, derivation, vector, source);
  }

  private static byte[] decrypt(
      byte[] content, char[] passphrase, PBKDF2Params derivation, byte[] vector, String source) {
    BigInteger rounds = derivation.getIterationCount();
    if (rounds.signum() <= 0
        || rounds.compareTo(MOST_ROUNDS) > 0
        || derivation.getSalt().length == 0) {
      throw Pem.damaged(
          source, "it has no salt, or not 1 to " + MOST_ROUNDS + " rounds of key derivation");
    }
    if (vector.length != BLOCK_SIZE || content.length == 0 || content.length % BLOCK_SIZE != 0) {
      throw Pem.damaged(source, "its encrypted content is truncated");
    }
    try {
      int count = rounds.intValue();
      return crypt(Cipher.DECRYPT_MODE, content, passphrase, derivation.getSalt(), count, vector);
    } catch (BadPaddingException e) {
      throw wrongPassphrase(source);
    } catch (GeneralSecurityException e) {
      throw unsupported(e);
    }
  }

  private static byte[] crypt(
      int mode, byte[] input, char[] passphrase, byte[] salt, int rounds, byte[] vector)
      throws GeneralSecurityException {
    PBEKeySpec specification = new PBEKeySpec(passphrase, salt, rounds, KEY_BITS);
    byte[] key = new byte[0];
    try {
      key =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
              .generateSecret(specification)
              .getEncoded();
      Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(vector));
      return cipher.doFinal(input);
    } finally {
      specification.clearPassword();
      Arrays.fill(key, (byte) 0);
    }
  }

  static NodeException wrongPassphrase(String source) {
    return new NodeException(
        ErrorReason.WRONG_PASSPHRASE,
        "the passphrase does not open "
            + source
            + ", or the file is damaged; give the right passphrase, or restore the file from a backup");
  }

  private static void requireAlgorithm(boolean known, String source) {
    if (!known) {
      throw new NodeException(
          ErrorReason.FORMAT_UNSUPPORTED,
          source
              + " is encrypted in an unsupported way; convert it: openssl pkcs8 -topk8 -v2 aes-256-cbc");
    }
  }

  private static NodeException unsupported(Exception cause) {
    return new NodeException(
        ErrorReason.FORMAT_UNSUPPORTED,
        "this Java runtime cannot encrypt keys with PBES2 and AES-256",
        cause);
  }
}
