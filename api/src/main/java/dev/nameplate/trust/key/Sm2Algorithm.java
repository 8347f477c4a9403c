package dev.nameplate.trust.key;

import dev.nameplate.record.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.Arrays;
import org.bouncycastle.util.BigIntegers;

/**
 * SM2 on the recommended curve. A private key is its number, 32 bytes, big-endian; a public key is
 * its uncompressed point, 65 bytes.
 *
 * <p><b>Source:</b> GM/T 0003.2-2012 (signatures), GM/T 0003.5-2012 (curve), GM/T 0009-2012 (user
 * id); encodings RFC 5480, section 2, and RFC 5915, section 3.
 */
final class Sm2Algorithm implements SignatureAlgorithm {
  private static final Bytes SPKI_HEADER =
      Bytes.fromHex("3059301306072a8648ce3d020106082a811ccf5501822d034200");
  private static final byte[] PKCS8_HEADER =
      Bytes.fromHex("308187020100301306072a8648ce3d020106082a811ccf5501822d046d306b0201010420")
          .toByteArray();
  private static final byte[] PKCS8_PUBLIC_KEY_HEADER = Bytes.fromHex("a144034200").toByteArray();
  private static final byte[] USER_ID = "1234567812345678".getBytes(StandardCharsets.US_ASCII);
  private static final int NUMBER_SIZE = 32;
  private static final byte UNCOMPRESSED = 0x04;

  /** Made at the first use: a hundred classes, which a command that verifies nothing leaves out. */
  private static final class Curve {
    private static final ECDomainParameters DOMAIN =
        new ECDomainParameters(CustomNamedCurves.getByName("sm2p256v1"));

    /** GM/T 0003.1-2012, section 6.1: 1 to n - 2. */
    private static final BigInteger HIGHEST_PRIVATE_KEY = DOMAIN.getN().subtract(BigInteger.TWO);
  }

  @Override
  public Bytes spkiHeader() {
    return SPKI_HEADER;
  }

  @Override
  public int publicKeySize() {
    return 1 + 2 * NUMBER_SIZE;
  }

  @Override
  public Checking checking(byte[] publicKey) {
    if (publicKey[0] != UNCOMPRESSED) {
      throw new IllegalArgumentException("not an uncompressed point");
    }
    ECPublicKeyParameters key =
        new ECPublicKeyParameters(Curve.DOMAIN.getCurve().decodePoint(publicKey), Curve.DOMAIN);
    return (message, signature) -> {
      if (signature.length != 2 * NUMBER_SIZE) {
        return false;
      }
      SM2Signer signer = newSigner(); // unlike for signing, initialising one is cheap
      signer.init(false, new ParametersWithID(key, USER_ID));
      signer.update(message, 0, message.length);
      return signer.verifySignature(signature);
    };
  }

  @Override
  public Signing signing(byte[] privateKey, SecureRandom random) {
    ParametersWithID key =
        new ParametersWithID(
            new ParametersWithRandom(
                new ECPrivateKeyParameters(new BigInteger(1, privateKey), Curve.DOMAIN), random),
            USER_ID);
    // Initialising a signer computes the public key again, which costs three times a signature:
    // signers are kept.
    ConcurrentLinkedQueue<SM2Signer> idle = new ConcurrentLinkedQueue<>();
    return message -> {
      SM2Signer kept = idle.poll();
      SM2Signer signer = kept == null ? newSigner() : kept;
      if (kept == null) {
        signer.init(true, key);
      }
      byte[] signature = sign(signer, message);
      idle.add(signer);
      return signature;
    };
  }

  private static byte[] sign(SM2Signer signer, byte[] message) {
    signer.update(message, 0, message.length);
    try {
      return signer.generateSignature();
    } catch (CryptoException e) {
      throw new IllegalStateException("SM2 could not sign", e);
    }
  }

  private static SM2Signer newSigner() {
    return new SM2Signer(PlainDSAEncoding.INSTANCE, new SM3Digest());
  }

  @Override
  public byte[] newPrivateKey(SecureRandom random) {
    BigInteger number =
        BigIntegers.createRandomInRange(BigInteger.ONE, Curve.HIGHEST_PRIVATE_KEY, random);
    return BigIntegers.asUnsignedByteArray(NUMBER_SIZE, number);
  }

  @Override
  public byte[] publicKeyOf(byte[] privateKey) {
    BigInteger number = new BigInteger(1, privateKey);
    if (number.signum() == 0 || number.compareTo(Curve.HIGHEST_PRIVATE_KEY) > 0) {
      throw new IllegalArgumentException("not a number from 1 to n - 2");
    }
    return new FixedPointCombMultiplier().multiply(Curve.DOMAIN.getG(), number).getEncoded(false);
  }

  @Override
  public byte[] toPkcs8(byte[] privateKey, byte[] publicKey) {
    return Arrays.concatenate(PKCS8_HEADER, privateKey, PKCS8_PUBLIC_KEY_HEADER, publicKey);
  }

  @Override
  public Optional<byte[]> fromPkcs8(PrivateKeyInfo info) throws IOException {
    if (!info.getPrivateKeyAlgorithm().getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
        || !GMObjectIdentifiers.sm2p256v1.equals(info.getPrivateKeyAlgorithm().getParameters())) {
      return Optional.empty();
    }
    ECPrivateKey key = ECPrivateKey.getInstance(info.parsePrivateKey());
    BigInteger number = key.getKey();
    if (number.signum() == 0 || number.compareTo(Curve.HIGHEST_PRIVATE_KEY) > 0) {
      throw new IOException("an SM2 key out of range");
    }
    byte[] privateKey = BigIntegers.asUnsignedByteArray(NUMBER_SIZE, number);
    if (key.getPublicKey() != null
        && !Arrays.areEqual(key.getPublicKey().getBytes(), publicKeyOf(privateKey))) {
      throw new IOException("an SM2 key with a public key that does not match");
    }
    return Optional.of(privateKey);
  }
}
