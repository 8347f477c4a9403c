package dev.nameplate.trust.chain;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.BrokenRuleException;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.key.KeyId;
import dev.nameplate.trust.key.SigningKey;
import dev.nameplate.trust.key.VerifyingKey;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.BatchHeader;
import dev.nameplate.trust.statement.SignedBatch;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.StatementKind;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Signs the batches of a log with its authority key, and recognises signatures of earlier keys.
 * Thread-safe.
 *
 * <p>The holder of a log's key can make any statement of that log valid; therefore it may also
 * {@link #vouch} for a statement without checking the signature, which grants nothing new.
 */
public final class BatchSigner implements Voucher {
  private final LogName log;
  private final SigningKey key;
  private final Map<KeyId, VerifyingKey> keys = new HashMap<>();

  /** A signer of a log that no other key has signed. */
  public BatchSigner(LogName log, SigningKey key) {
    this(log, key, List.of());
  }

  /**
   * A signer of the log's batches.
   *
   * @param formerKeys the keys that signed the log before, of the same suite
   */
  public BatchSigner(LogName log, SigningKey key, List<VerifyingKey> formerKeys) {
    this.log = log;
    this.key = key;
    keys.put(key.keyId(), key.verifyingKey());
    for (VerifyingKey former : formerKeys) {
      if (former.suite() != key.suite()) {
        throw new InvalidInputException(
            ErrorReason.WRONG_KEY, "former key", former.toString(), "a key of " + key.suite());
      }
      keys.put(former.keyId(), former);
    }
  }

  /** The log. */
  public LogName log() {
    return log;
  }

  /** The public key that checks the signatures. */
  public VerifyingKey verifyingKey() {
    return key.verifyingKey();
  }

  /** The hash of the key's suite, for batch trees and disclosures. */
  @Override
  public HashFunction hash() {
    return key.suite().hash();
  }

  /**
   * Signs a batch.
   *
   * @param epoch term of the process that owns the log
   * @param batch number of the batch in the log
   * @param firstPosition number of statements in the log before the batch
   * @param statements the tree over the statements' bodies, of at least one leaf
   * @param time when the batch is made, in whole milliseconds
   */
  public SignedBatch sign(
      long epoch, long batch, long firstPosition, MerkleTree statements, Instant time) {
    Bytes root = statements.root();
    int count = Math.toIntExact(statements.size());
    return SignedBatch.sign(
        new BatchHeader(
            log, epoch, batch, firstPosition, count, root, time, key.suite(), key.keyId()),
        key);
  }

  /** True if this signer's key, or an earlier key of it, made the batch's signature. */
  public boolean signed(SignedBatch batch) {
    VerifyingKey signing = keys.get(batch.header().keyId());
    return signing != null && signing.verifies(batch.message(), batch.signature());
  }

  /**
   * Vouches for a statement of this log that this node has kept itself. Neither the signature nor
   * the inclusion path is checked: that the bytes are those once signed is for the caller's store
   * to keep.
   *
   * @throws BrokenRuleException {@link Rule#WRONG_LOG} if it is one of another log
   * @throws BrokenRuleException {@link Rule#UNTRUSTED_KEY} if it is signed with a key that is
   *     neither this one nor one before it
   * @throws BrokenRuleException {@link Rule#MALFORMED_STATEMENT} if it is malformed
   * @throws BrokenRuleException {@link Rule#WRONG_KIND} if it is of another kind
   * @throws BrokenRuleException {@link Rule#WRONG_SUBJECT} if it is about an identifier of another
   *     namespace
   * @throws BrokenRuleException {@link Rule#DISCLOSURE_INVALID} if a disclosure is not one of the
   *     statement
   */
  @Override
  public <T> Verified<T> vouch(SignedStatement statement, StatementKind<T> kind) {
    requireOwn(statement.batch());
    StatementKind.Said<T> said = kind.read(statement.body(), statement.disclosures(), hash());
    said.log().require(log, "the statement");
    return new Verified<>(said.value(), statement);
  }

  private void requireOwn(BatchHeader header) {
    boolean own = header.keyId().equals(key.keyId()) || keys.containsKey(header.keyId());
    if (!own || header.suite() != key.suite()) {
      throw TrustAnchors.untrusted(header.keyId());
    }
    header.log().require(log, "the batch");
  }
}
