package dev.nameplate.trust.statement;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.BrokenRuleException;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.v1.BatchProof;
import dev.nameplate.v1.Statement.KindCase;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A statement with the proof that the owner of a log signed it. Nothing in it may be believed
 * before {@link dev.nameplate.trust.chain.StatementVerifier} has checked it: this class only holds
 * that it is within the caps, has no unknown fields, and has the right shape. Immutable and
 * thread-safe; the exact bytes are kept.
 */
public final class SignedStatement {
  /** The most bytes of an encoded signed statement. */
  public static final int MAX_BYTES = 327_680;

  /** The most bytes of a body. */
  public static final int MAX_BODY_BYTES = 262_144;

  /** The most hashes of a path. */
  public static final int MAX_PATH = 40;

  /** The most disclosures. */
  public static final int MAX_DISCLOSURES = 2048;

  /** More than the tags and lengths of a message, without those of its lists, in bytes. */
  private static final int TAGS = 64;

  /** More than the tag and length of an element of a list, in bytes. */
  private static final int ELEMENT = 8;

  /** The message, or the parts of which it is made when it is first asked for. */
  private final AtomicReference<Object> content;

  private volatile @Nullable SignedBatch batch;

  private SignedStatement(Object content, @Nullable SignedBatch batch) {
    this.content = new AtomicReference<>(content);
    this.batch = batch;
  }

  /** Parts of a message. Not every reader of a statement asks for its proof. */
  private record Parts(
      Bytes body, List<Bytes> disclosures, int leafIndex, List<Bytes> path, SignedBatch batch) {
    Parts {
      disclosures = List.copyOf(disclosures);
    }

    private dev.nameplate.v1.SignedStatement message() {
      BatchProof.Builder proof =
          BatchProof.newBuilder().setLeafIndex(leafIndex).setBatch(batch.toProto());
      path.forEach(hash -> proof.addPath(hash.asByteString()));
      dev.nameplate.v1.SignedStatement.Builder statement =
          dev.nameplate.v1.SignedStatement.newBuilder()
              .setBody(body.asByteString())
              .setProof(proof);
      disclosures.forEach(disclosure -> statement.addDisclosures(disclosure.asByteString()));
      return statement.build();
    }

    /** True if it is within the caps, whatever its tags and lengths take. */
    private boolean isSmall() {
      long bytes = (long) body.size() + batch.toProto().getSerializedSize() + TAGS;
      for (Bytes disclosure : disclosures) {
        bytes += disclosure.size() + ELEMENT;
      }
      return !body.isEmpty()
          && body.size() <= MAX_BODY_BYTES
          && path.size() <= MAX_PATH
          && disclosures.size() <= MAX_DISCLOSURES
          && bytes + (long) path.size() * (HashFunction.SIZE + ELEMENT) <= MAX_BYTES;
    }
  }

  private dev.nameplate.v1.SignedStatement proto() {
    Object now = Objects.requireNonNull(content.get());
    if (now instanceof Parts parts) {
      dev.nameplate.v1.SignedStatement message = parts.message();
      content.set(message);
      return message;
    }
    return (dev.nameplate.v1.SignedStatement) now;
  }

  private @Nullable Parts parts() {
    return content.get() instanceof Parts parts ? parts : null;
  }

  /**
   * Assembles a statement.
   *
   * @param body the exact bytes of the statement
   * @param disclosures the exact bytes of the disclosures that its reader may see, in ascending
   *     order of index
   * @param leafIndex which leaf of the batch it is
   * @param path its inclusion path, from {@link MerkleTree#inclusionPath}, of 32 bytes each; it
   *     never changes, and is read when it is first asked for
   * @param batch the batch
   * @throws BrokenRuleException {@link Rule#STATEMENT_TOO_LARGE} if it exceeds a cap
   */
  public static SignedStatement of(
      Bytes body, List<Bytes> disclosures, int leafIndex, List<Bytes> path, SignedBatch batch) {
    Parts parts = new Parts(body, disclosures, leafIndex, path, batch);
    return parts.isSmall() ? new SignedStatement(parts, batch) : checked(parts.message(), batch);
  }

  /**
   * Wraps a message.
   *
   * @throws BrokenRuleException {@link Rule#STATEMENT_TOO_LARGE} if it exceeds a cap
   * @throws BrokenRuleException {@link Rule#MALFORMED_STATEMENT} if it has unknown fields or lacks
   *     a part
   */
  public static SignedStatement fromProto(dev.nameplate.v1.SignedStatement proto) {
    return checked(proto, null);
  }

  /**
   * Reads the encoded message.
   *
   * @throws BrokenRuleException {@link Rule#STATEMENT_TOO_LARGE} if it exceeds a cap
   * @throws BrokenRuleException {@link Rule#MALFORMED_STATEMENT} if the bytes are not exactly what
   *     {@link #encoded} makes
   */
  public static SignedStatement parse(Bytes encoded) {
    requireAtMost("the signed statement", encoded.size(), MAX_BYTES, "bytes");
    try {
      SignedStatement statement =
          fromProto(dev.nameplate.v1.SignedStatement.parseFrom(encoded.asByteString()));
      if (statement.encoded().equals(encoded)) {
        return statement;
      }
    } catch (InvalidProtocolBufferException e) {
      throw Rule.MALFORMED_STATEMENT.broken(
          "the bytes are not a signed statement: they do not parse as a SignedStatement message");
    }
    throw Rule.MALFORMED_STATEMENT.broken(
        "the signed statement is not in canonical encoding: fields in order, each once");
  }

  private static SignedStatement checked(
      dev.nameplate.v1.SignedStatement proto, @Nullable SignedBatch batch) {
    BatchProof proof = proto.getProof();
    requireAtMost("the signed statement", proto.getSerializedSize(), MAX_BYTES, "bytes");
    requireAtMost("its body", proto.getBody().size(), MAX_BODY_BYTES, "bytes");
    requireAtMost("its path", proof.getPathCount(), MAX_PATH, "hashes");
    requireAtMost(
        "the signed statement", proto.getDisclosuresCount(), MAX_DISCLOSURES, "disclosures");
    if (!proto.hasProof() || !proof.hasBatch() || proto.getBody().isEmpty()) {
      throw Rule.MALFORMED_STATEMENT.broken(
          "the signed statement lacks its body, its proof or its batch");
    }
    if (hasUnknownFields(proto) || hasUnknownFields(proof) || hasUnknownFields(proof.getBatch())) {
      throw Rule.MALFORMED_STATEMENT.broken("the signed statement has unknown fields");
    }
    for (ByteString hash : proof.getPathList()) {
      if (hash.size() != HashFunction.SIZE) {
        throw Rule.MALFORMED_STATEMENT.broken(
            "a hash of the path has " + hash.size() + " bytes (expected: 32)");
      }
    }
    return new SignedStatement(proto, batch);
  }

  private static boolean hasUnknownFields(Message message) {
    return !message.getUnknownFields().asMap().isEmpty();
  }

  private static void requireAtMost(String what, int actual, int limit, String unit) {
    if (actual > limit) {
      throw Rule.STATEMENT_TOO_LARGE.broken(
          what + " has " + actual + " " + unit + " (expected: at most " + limit + ")");
    }
  }

  /** Copy of this statement with other disclosures, for example fewer. */
  public SignedStatement withDisclosures(List<Bytes> disclosures) {
    dev.nameplate.v1.SignedStatement.Builder statement = proto().toBuilder().clearDisclosures();
    disclosures.forEach(disclosure -> statement.addDisclosures(disclosure.asByteString()));
    return checked(statement.build(), batch);
  }

  /** The statement without disclosures, for readers who may see no restricted values. */
  public SignedStatement withoutDisclosures() {
    Parts left = parts();
    boolean none = left != null ? left.disclosures().isEmpty() : proto().getDisclosuresCount() == 0;
    return none ? this : withDisclosures(List.of());
  }

  /** The exact bytes of the statement. */
  public Bytes body() {
    Parts left = parts();
    return left != null ? left.body() : Bytes.of(proto().getBody());
  }

  /** The exact bytes of the disclosures. */
  public List<Bytes> disclosures() {
    Parts left = parts();
    if (left != null) {
      return left.disclosures();
    }
    return proto().getDisclosuresCount() == 0
        ? List.of()
        : proto().getDisclosuresList().stream().map(Bytes::of).toList();
  }

  /**
   * True if the statement claims to be of a kind.
   *
   * @throws BrokenRuleException {@link Rule#WRONG_KIND} if its kind is unknown
   * @throws BrokenRuleException {@link Rule#MALFORMED_STATEMENT} if it is malformed
   */
  public boolean is(StatementKind<?> kind) {
    return kind.isOf(body());
  }

  /**
   * True if the statement claims to be the certificate of an answer.
   *
   * @throws BrokenRuleException as {@link #is}
   */
  public boolean isCertificate() {
    return StatementFrame.kindOf(body()) == KindCase.CERTIFICATE;
  }

  /**
   * The prefix that an event claims to be recorded under.
   *
   * @throws BrokenRuleException {@link Rule#MALFORMED_STATEMENT} if it is malformed
   * @throws BrokenRuleException {@link Rule#WRONG_KIND} if it is of another kind
   */
  public Prefix recorder() {
    try {
      return Prefix.parse(StatementFrame.read(body(), KindCase.EVENT).getPrefix());
    } catch (InvalidInputException e) {
      throw Rule.MALFORMED_STATEMENT.broken("the event is malformed: " + e.getMessage());
    }
  }

  /** Claimed leaf index of the statement in its batch, from 0. */
  public int leafIndex() {
    Parts left = parts();
    return left != null ? left.leafIndex() : proto().getProof().getLeafIndex();
  }

  /** The inclusion path, 32 bytes each. */
  public List<Bytes> path() {
    return proto().getProof().getPathList().stream().map(Bytes::of).toList();
  }

  /**
   * The batch, header and signature.
   *
   * @throws BrokenRuleException {@link Rule#MALFORMED_STATEMENT} if it is malformed; it is read
   *     when it is first asked for
   */
  public SignedBatch signedBatch() {
    SignedBatch read = batch;
    if (read == null) {
      read = SignedBatch.fromProto(proto().getProof().getBatch());
      batch = read;
    }
    return read;
  }

  /**
   * The header of the batch.
   *
   * @throws BrokenRuleException {@link Rule#MALFORMED_STATEMENT} if it is malformed
   */
  public BatchHeader batch() {
    return signedBatch().header();
  }

  /**
   * Position in the log: the number of statements before it.
   *
   * @throws BrokenRuleException {@link Rule#MALFORMED_STATEMENT} if the header is malformed, or the
   *     batch has no such leaf
   */
  public long position() {
    if (leafIndex() < 0 || leafIndex() >= batch().count()) {
      throw Rule.MALFORMED_STATEMENT.broken(
          "the statement is leaf "
              + Integer.toUnsignedString(leafIndex())
              + " of a batch of "
              + batch().count());
    }
    return batch().firstPosition() + leafIndex();
  }

  /** The message, without copying. */
  public dev.nameplate.v1.SignedStatement toProto() {
    return proto();
  }

  /** The encoded message. */
  public Bytes encoded() {
    return Bytes.of(proto().toByteString());
  }

  /** Size of {@link #encoded}, in bytes. */
  public int encodedSize() {
    return proto().getSerializedSize();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignedStatement that && proto().equals(that.proto());
  }

  @Override
  public int hashCode() {
    return proto().hashCode();
  }

  /** Sizes only: nothing in it is believed yet. */
  @Override
  public String toString() {
    return "signed statement with a body of "
        + body()
        + " and "
        + proto().getDisclosuresCount()
        + " disclosures";
  }
}
