package dev.nameplate.trust.statement;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.BrokenRuleException;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.key.KeyId;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.note.LogName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The signed data of a batch: the root of a Merkle tree over statements committed together, and
 * their position. Its bytes are also one leaf of the log. Immutable.
 *
 * @param log the log
 * @param epoch term of the process that owned the log, 0 or more
 * @param batch number of the batch in the log, 0 or more, without gaps
 * @param firstPosition number of statements in the log before this batch
 * @param count number of statements in the batch, 1 or more
 * @param root root of the Merkle tree over the statements' bodies, 32 bytes, in the hash of the
 *     suite
 * @param time time of the batch, in whole milliseconds, 1970 to the year 9999
 * @param suite the suite it is hashed and signed with
 * @param keyId the key it is signed with
 */
public record BatchHeader(
    LogName log,
    long epoch,
    long batch,
    long firstPosition,
    int count,
    Bytes root,
    Instant time,
    SignatureSuite suite,
    KeyId keyId) {
  public static final long MAX_MILLIS = 253_402_300_799_999L;

  /** Checks the ranges. */
  public BatchHeader {
    if (epoch < 0
        || batch < 0
        || firstPosition < 0
        || count < 1
        || firstPosition > Long.MAX_VALUE - count) {
      throw Rule.MALFORMED_STATEMENT.broken(
          "a batch header is out of range: epoch %s, batch %s, first position %s, count %s"
              .formatted(epoch, batch, firstPosition, count));
    }
    if (root.size() != HashFunction.SIZE) {
      throw Rule.MALFORMED_STATEMENT.broken(
          "the root of a batch has " + root.size() + " bytes (expected: 32)");
    }
    if (time.isBefore(Instant.EPOCH)
        || time.isAfter(Instant.ofEpochMilli(MAX_MILLIS))
        || !time.equals(time.truncatedTo(ChronoUnit.MILLIS))) {
      throw Rule.MALFORMED_STATEMENT.broken(
          "the time of a batch is "
              + time
              + " (expected: whole milliseconds, 1970 to the year 9999)");
    }
  }

  /**
   * Reads the bytes of a header.
   *
   * @throws BrokenRuleException {@link Rule#MALFORMED_STATEMENT} if they are no header, or have
   *     unknown fields
   */
  public static BatchHeader parse(Bytes encoded) {
    dev.nameplate.v1.BatchHeader proto = read(encoded);
    if (!proto.getUnknownFields().asMap().isEmpty()) {
      throw Rule.MALFORMED_STATEMENT.broken("a batch header has unknown fields");
    }
    return fromProto(proto);
  }

  private static dev.nameplate.v1.BatchHeader read(Bytes encoded) {
    try {
      return dev.nameplate.v1.BatchHeader.parseFrom(encoded.asByteString());
    } catch (InvalidProtocolBufferException e) {
      throw Rule.MALFORMED_STATEMENT.broken("a batch header is not a protocol buffer");
    }
  }

  private static BatchHeader fromProto(dev.nameplate.v1.BatchHeader proto) {
    SignatureSuite suite =
        SignatureSuite.fromProto(proto.getSuite())
            .orElseThrow(
                () ->
                    Rule.MALFORMED_STATEMENT.broken(
                        "a batch header names an unknown suite, " + proto.getSuiteValue()));
    if (!LogName.isValid(proto.getLog()) || proto.getKeyId().size() != HashFunction.SIZE) {
      throw Rule.MALFORMED_STATEMENT.broken("a batch header has no valid log name or key id");
    }
    return new BatchHeader(
        new LogName(proto.getLog()),
        proto.getEpoch(),
        proto.getBatch(),
        proto.getFirstPosition(),
        proto.getCount(),
        Bytes.of(proto.getRoot()),
        Instant.ofEpochMilli(proto.getTimeMillis()),
        suite,
        new KeyId(Bytes.of(proto.getKeyId())));
  }

  /**
   * The bytes that are signed and are a leaf of the log: fields in ascending order, zeros left out.
   */
  public Bytes encoded() {
    byte[] encoded =
        dev.nameplate.v1.BatchHeader.newBuilder()
            .setLog(log.text())
            .setEpoch(epoch)
            .setBatch(batch)
            .setFirstPosition(firstPosition)
            .setCount(count)
            .setRoot(root.asByteString())
            .setTimeMillis(time.toEpochMilli())
            .setSuite(suite.toProto())
            .setKeyId(keyId.hash().asByteString())
            .build()
            .toByteArray();
    return Bytes.wrap(encoded);
  }
}
