package dev.nameplate.log.audit;

import dev.nameplate.log.AuditFailedException;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.statement.BatchHeader;
import dev.nameplate.trust.statement.SignedBatch;
import dev.nameplate.trust.statement.SignedStatement;
import java.util.Optional;

/**
 * A batch of a log from another source, statement by statement: it must be the next batch of its
 * log, with its leaves in order. Used by one thread.
 */
public final class ReceivedBatch {
  private final SignedBatch signed;
  private final HashFunction hash;
  private int leaves;

  private ReceivedBatch(SignedBatch signed) {
    this.signed = signed;
    this.hash = signed.header().suite().hash();
  }

  /**
   * Begins a batch.
   *
   * @param number the number that it must have
   * @param position the position at which it must begin
   * @param before the batch before it
   * @throws AuditFailedException if it is another one
   */
  public static ReceivedBatch begin(
      SignedBatch signed, long number, long position, Optional<BatchHeader> before) {
    BatchHeader header = signed.header();
    AuditFailedException.require(
        header.batch() == number,
        position,
        () -> "batch " + header.batch() + " is in the place of batch " + number);
    AuditFailedException.require(
        header.firstPosition() == position,
        position,
        () -> "batch " + header.batch() + " claims to begin at position " + header.firstPosition());
    before.ifPresent(
        last -> {
          AuditFailedException.require(
              !header.time().isBefore(last.time()),
              position,
              () -> "batch " + header.batch() + " is older than the batch before it");
          AuditFailedException.require(
              header.epoch() >= last.epoch(),
              position,
              () -> "batch " + header.batch() + " has an epoch below the batch before it");
        });
    return new ReceivedBatch(signed);
  }

  /** The header of the batch, with its signature. */
  public SignedBatch signed() {
    return signed;
  }

  /** Number of the batch in its log. */
  public long number() {
    return signed.header().batch();
  }

  /** True once all leaves are added. */
  public boolean isFull() {
    return leaves == signed.header().count();
  }

  /** Adds the next leaf; returns its hash. */
  public Bytes add(SignedStatement statement) {
    long position = signed.header().firstPosition() + leaves;
    AuditFailedException.require(
        signed.headerBytes().equals(statement.signedBatch().headerBytes()),
        position,
        () ->
            "a statement of batch "
                + statement.batch().batch()
                + " is in the place of batch "
                + number());
    AuditFailedException.require(
        statement.leafIndex() == leaves,
        position,
        () ->
            "leaf "
                + statement.leafIndex()
                + " of batch "
                + number()
                + " is in the place of leaf "
                + leaves);
    leaves++;
    return hash.leafHash(statement.body());
  }
}
