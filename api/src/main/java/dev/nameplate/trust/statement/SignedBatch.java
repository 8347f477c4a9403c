package dev.nameplate.trust.statement;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.BrokenRuleException;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.SigningKey;
import dev.nameplate.trust.merkle.HashFunction;

/**
 * A batch header and the signature over it, which is not checked by this class. Immutable.
 *
 * <p>The exact bytes of the header are kept: they are what is signed, and a leaf of the log.
 */
public final class SignedBatch {
  private static final Bytes CONTEXT = Bytes.utf8("nameplate batch v1\n");

  private final dev.nameplate.v1.SignedBatch proto;
  private final BatchHeader header;

  private SignedBatch(dev.nameplate.v1.SignedBatch proto, BatchHeader header) {
    this.proto = proto;
    this.header = header;
  }

  /** Signs a header. */
  public static SignedBatch sign(BatchHeader header, SigningKey key) {
    Bytes encoded = header.encoded();
    return new SignedBatch(
        dev.nameplate.v1.SignedBatch.newBuilder()
            .setHeader(encoded.asByteString())
            .setSignature(key.sign(message(encoded)).asByteString())
            .build(),
        header);
  }

  /**
   * Wraps a message.
   *
   * @throws BrokenRuleException {@link Rule#MALFORMED_STATEMENT} if it has unknown fields, or the
   *     header or the signature is malformed
   */
  public static SignedBatch fromProto(dev.nameplate.v1.SignedBatch proto) {
    if (!proto.getUnknownFields().asMap().isEmpty()) {
      throw Rule.MALFORMED_STATEMENT.broken("a signed batch has unknown fields");
    }
    if (proto.getSignature().size() != SignatureSuite.SIGNATURE_SIZE) {
      throw Rule.MALFORMED_STATEMENT.broken(
          "the signature of a batch has " + proto.getSignature().size() + " bytes (expected: 64)");
    }
    return new SignedBatch(proto, BatchHeader.parse(Bytes.of(proto.getHeader())));
  }

  /**
   * Reads the encoded message.
   *
   * @throws BrokenRuleException {@link Rule#MALFORMED_STATEMENT} if the bytes are not exactly what
   *     {@link #encoded} makes
   */
  public static SignedBatch parse(Bytes encoded) {
    try {
      SignedBatch batch = fromProto(dev.nameplate.v1.SignedBatch.parseFrom(encoded.asByteString()));
      if (batch.encoded().equals(encoded)) {
        return batch;
      }
    } catch (InvalidProtocolBufferException e) {
      throw Rule.MALFORMED_STATEMENT.broken(
          "the bytes are not a signed batch: they do not parse as a SignedBatch message");
    }
    throw Rule.MALFORMED_STATEMENT.broken(
        "a signed batch is not in canonical encoding: fields in order, each once");
  }

  /** The header. */
  public BatchHeader header() {
    return header;
  }

  /** The exact bytes of the header. */
  public Bytes headerBytes() {
    return Bytes.of(proto.getHeader());
  }

  /** The signature, 64 bytes. */
  public Bytes signature() {
    return Bytes.of(proto.getSignature());
  }

  /** The hash of the header as a leaf of the log, always SHA-256. */
  public Bytes logLeafHash() {
    return HashFunction.SHA256.leafHash(headerBytes());
  }

  /** The message. */
  public dev.nameplate.v1.SignedBatch toProto() {
    return proto;
  }

  /** The encoded message. */
  public Bytes encoded() {
    return Bytes.of(proto.toByteString());
  }

  /** The signed message: a line that names the type of the signed data, and the header. */
  public Bytes message() {
    return message(headerBytes());
  }

  private static Bytes message(Bytes header) {
    return Bytes.of(CONTEXT.asByteString().concat(header.asByteString()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignedBatch that && proto.equals(that.proto);
  }

  @Override
  public int hashCode() {
    return proto.hashCode();
  }

  /** The header. */
  @Override
  public String toString() {
    return header.toString();
  }
}
