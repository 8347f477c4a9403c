package dev.nameplate.log.audit;

import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.log.AuditFailedException;
import dev.nameplate.trust.chain.Checkpoint;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.note.SignedNote;
import dev.nameplate.trust.statement.BatchHeader;
import dev.nameplate.trust.statement.SignedBatch;
import dev.nameplate.trust.statement.SignedStatement;
import java.time.Clock;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Checks a whole log, statement by statement, against a signed checkpoint, trusting nothing but the
 * anchors of its keys:
 *
 * <ol>
 *   <li>the checkpoint is signed by the keys of one of the anchors;
 *   <li>every statement verifies by itself ({@link StatementVerifier});
 *   <li>batches follow each other without gaps in number and position, and neither time nor epoch
 *       falls;
 *   <li>every batch is complete: its leaves, in order, give the root that was signed;
 *   <li>the batch headers, as leaves of the log tree, give the size and the root of the checkpoint.
 * </ol>
 *
 * <p>So a changed, missing, doubled, reordered or added statement, and a log that was shortened,
 * are all found. Not found: that the node shows others another log; compare checkpoints for that.
 *
 * <p>Reads as a stream and keeps a few hashes, however long the log is. Used by one thread, once.
 */
public final class LogAudit {
  private final StatementVerifier verifier;
  private final Checkpoint checkpoint;
  private final RightEdge log = new RightEdge(HashFunction.SHA256);
  private Optional<ReceivedBatch> open = Optional.empty();
  private RightEdge leaves = new RightEdge(HashFunction.SHA256);
  private Optional<BatchHeader> last = Optional.empty();
  private long statements;

  private LogAudit(StatementVerifier verifier, Checkpoint checkpoint) {
    this.verifier = verifier;
    this.checkpoint = checkpoint;
  }

  /**
   * The result of a successful audit.
   *
   * @param checkpoint the checkpoint the log agrees with
   * @param statements number of statements that it covers
   */
  public record Report(Checkpoint checkpoint, long statements) {}

  /**
   * Checks a log.
   *
   * @param statements its statements from position 0 on; those behind the checkpoint are not read
   * @param checkpoint a checkpoint that is at most as new as the statements
   * @param anchors the trust anchors, of which those of the checkpoint's log are used
   * @param clock the clock
   * @param progress receives the number of checked statements, after each
   * @throws RejectedStatementException if the checkpoint fails verification, or, as {@link
   *     AuditFailedException}, if the log breaks a rule; the message names the position and the
   *     rule
   */
  public static Report run(
      Iterator<SignedStatement> statements,
      SignedNote checkpoint,
      TrustAnchors anchors,
      Clock clock,
      LongConsumer progress) {
    Checkpoint signed = Checkpoint.verify(checkpoint, anchors);
    TrustAnchors ofLog = TrustAnchors.of(anchors.ofLog(signed.origin()));
    StatementVerifier verifier = new StatementVerifier(ofLog, clock, 1);
    return new LogAudit(verifier, signed).run(statements, progress);
  }

  private Report run(Iterator<SignedStatement> unread, LongConsumer progress) {
    while (log.size() < checkpoint.size()) {
      if (!unread.hasNext()) {
        throw new AuditFailedException(statements, missingFrom());
      }
      check(unread.next());
      progress.accept(statements);
    }
    require(
        log.root().equals(checkpoint.root()),
        "the batches up to here do not match the root of the signed checkpoint");
    return new Report(checkpoint, statements);
  }

  private void check(SignedStatement statement) {
    try {
      verifier.verifyLogged(statement);
    } catch (RejectedStatementException e) {
      throw new AuditFailedException(statements, e);
    }
    if (open.isEmpty()) {
      SignedBatch signed = statement.signedBatch();
      open = Optional.of(ReceivedBatch.begin(signed, log.size(), statements, last));
      leaves = new RightEdge(signed.header().suite().hash());
    }
    ReceivedBatch batch = open.get();
    leaves.add(batch.add(statement));
    statements++;
    if (batch.isFull()) {
      end(batch.signed());
    }
  }

  private void end(SignedBatch signed) {
    BatchHeader header = signed.header();
    require(
        leaves.root().equals(header.root()),
        "the statements of batch " + header.batch() + " do not match the signed root");
    log.add(signed.logLeafHash());
    last = Optional.of(header);
    open = Optional.empty();
  }

  private String missingFrom() {
    return "the log ends in batch "
        + log.size()
        + ", but its checkpoint covers "
        + checkpoint.size()
        + " batches";
  }

  private void require(boolean holds, String otherwise) {
    AuditFailedException.require(holds, statements, () -> otherwise);
  }
}
