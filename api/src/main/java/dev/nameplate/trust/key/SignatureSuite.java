package dev.nameplate.trust.key;

import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.v1.Suite;
import java.util.Optional;

/**
 * A signature algorithm with its hash function. Which suite applies is told by the trusted key,
 * never by a message; a key belongs to one suite.
 *
 * <p>Signatures take {@link #SIGNATURE_SIZE} bytes in both.
 */
public enum SignatureSuite {
  /**
   * SM2 signatures on the curve sm2p256v1 over SM3, with the user id {@code 1234567812345678}; a
   * signature is r and s, 32 bytes each.
   *
   * <p><b>Source:</b> GM/T 0003.2-2012 and GM/T 0003.5-2012; the user id is that of GM/T 0009-2012.
   */
  SM2_SM3(HashFunction.SM3, Suite.SUITE_SM2_SM3, new Sm2Algorithm()),

  /**
   * Ed25519 signatures and SHA-256.
   *
   * <p><b>Source:</b> RFC 8032, section 5.1.
   */
  ED25519_SHA256(HashFunction.SHA256, Suite.SUITE_ED25519_SHA256, new Ed25519Algorithm());

  /** Size of a signature, in bytes. */
  public static final int SIGNATURE_SIZE = 64;

  private final HashFunction hash;
  private final Suite proto;

  @SuppressWarnings("ImmutableEnumChecker") // algorithms have no state
  private final SignatureAlgorithm algorithm;

  SignatureSuite(HashFunction hash, Suite proto, SignatureAlgorithm algorithm) {
    this.hash = hash;
    this.proto = proto;
    this.algorithm = algorithm;
  }

  /** The hash function of batch trees and disclosures. */
  public HashFunction hash() {
    return hash;
  }

  /** The suite's value in a batch header. */
  public Suite toProto() {
    return proto;
  }

  /** The suite of a value in a batch header; empty if unknown. */
  public static Optional<SignatureSuite> fromProto(Suite proto) {
    for (SignatureSuite suite : values()) {
      if (suite.proto == proto) {
        return Optional.of(suite);
      }
    }
    return Optional.empty();
  }

  SignatureAlgorithm algorithm() {
    return algorithm;
  }
}
