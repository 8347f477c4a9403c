package dev.nameplate.trust.key;

import dev.nameplate.record.Bytes;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Ed25519. A private key is its seed of 32 bytes.
 *
 * <p><b>Source:</b> RFC 8032, section 5.1; encodings RFC 8410, sections 4 and 7.
 */
final class Ed25519Algorithm implements SignatureAlgorithm {
  /** id-Ed25519 (RFC 8410, section 3). */
  private static final ASN1ObjectIdentifier ID_ED25519 = new ASN1ObjectIdentifier("1.3.101.112");

  private static final Bytes SPKI_HEADER = Bytes.fromHex("302a300506032b6570032100");
  private static final byte[] PKCS8_HEADER =
      Bytes.fromHex("302e020100300506032b657004220420").toByteArray();

  @Override
  public Bytes spkiHeader() {
    return SPKI_HEADER;
  }

  @Override
  public int publicKeySize() {
    return Ed25519.PUBLIC_KEY_SIZE;
  }

  @Override
  public Checking checking(byte[] publicKey) {
    // Full validation: canonical, on the curve, and in the subgroup of prime order, so no low-order
    // point.
    Ed25519.PublicPoint point = Ed25519.validatePublicKeyFullExport(publicKey, 0);
    if (point == null) {
      throw new IllegalArgumentException("not a point of Ed25519's group");
    }
    return (message, signature) ->
        signature.length == Ed25519.SIGNATURE_SIZE
            && Ed25519.verify(signature, 0, point, message, 0, message.length);
  }

  @Override
  public Checking checkingLazily(byte[] publicKey) {
    if (!Ed25519.validatePublicKeyPartial(publicKey, 0)) {
      throw new IllegalArgumentException("not a point of Ed25519's curve");
    }
    return new Lazy(publicKey);
  }

  /** A key whose subgroup check, as slow as a signature check, is put off to its first use. */
  private final class Lazy implements Checking {
    private final byte[] publicKey;
    private volatile @Nullable Checking known;

    Lazy(byte[] publicKey) {
      this.publicKey = publicKey;
    }

    @Override
    public boolean verifies(byte[] message, byte[] signature) {
      Checking checking = known;
      if (checking == null) {
        checking = found();
        known = checking;
      }
      return checking.verifies(message, signature);
    }

    private Checking found() {
      try {
        return checking(publicKey);
      } catch (IllegalArgumentException e) {
        return (message, signature) -> false;
      }
    }
  }

  @Override
  public Signing signing(byte[] privateKey, SecureRandom random) {
    byte[] seed = privateKey.clone();
    byte[] publicKey = publicKeyOf(seed);
    return message -> {
      byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
      Ed25519.sign(seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
      return signature;
    };
  }

  @Override
  public byte[] newPrivateKey(SecureRandom random) {
    byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
    Ed25519.generatePrivateKey(random, seed);
    return seed;
  }

  @Override
  public byte[] publicKeyOf(byte[] privateKey) {
    byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(privateKey, 0, publicKey, 0);
    return publicKey;
  }

  @Override
  public byte[] toPkcs8(byte[] privateKey, byte[] publicKey) {
    return Arrays.concatenate(PKCS8_HEADER, privateKey);
  }

  @Override
  public Optional<byte[]> fromPkcs8(PrivateKeyInfo info) throws IOException {
    if (!info.getPrivateKeyAlgorithm().getAlgorithm().equals(ID_ED25519)) {
      return Optional.empty();
    }
    byte[] seed = ASN1OctetString.getInstance(info.parsePrivateKey()).getOctets();
    if (seed.length != Ed25519.SECRET_KEY_SIZE) {
      throw new IOException("an Ed25519 key of " + seed.length + " bytes instead of 32");
    }
    return Optional.of(seed);
  }
}
