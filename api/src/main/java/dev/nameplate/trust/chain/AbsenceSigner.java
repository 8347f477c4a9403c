package dev.nameplate.trust.chain;

import dev.nameplate.trust.key.SigningKey;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.Absence;
import dev.nameplate.trust.statement.AbsenceBody;
import dev.nameplate.trust.statement.BatchHeader;
import dev.nameplate.trust.statement.SignedBatch;
import dev.nameplate.trust.statement.SignedStatement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Signs absences with an authority key, in batches of the log {@link LogName#absences}, which is
 * not kept. Thread-safe.
 *
 * <p>What it costs is bounded: one signature is made at a time, and all questions that came while
 * the one before was made share it, up to {@value #MAX_LEAVES}.
 */
public final class AbsenceSigner {
  private static final int MAX_LEAVES = 256;

  private final LogName log;
  private final SigningKey key;
  private final ConcurrentLinkedQueue<Waiting> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock signing = new ReentrantLock();
  private long batches; // guarded by signing
  private long statements; // guarded by signing

  /** A signer of absences for the node of a log. */
  public AbsenceSigner(LogName log, SigningKey key) {
    this.log = log.absences();
    this.key = key;
  }

  private static final class Waiting {
    private final AbsenceBody body;
    private volatile @Nullable Verified<Absence> signed;

    Waiting(AbsenceBody body) {
      this.body = body;
    }
  }

  /**
   * Signs an absence.
   *
   * @param absence the absence
   * @param time the current time; it is cut to the millisecond
   */
  public Verified<Absence> sign(Absence absence, Instant time) {
    Waiting mine = new Waiting(AbsenceBody.of(absence, log));
    waiting.add(mine);
    signing.lock();
    try {
      Verified<Absence> signed = mine.signed;
      while (signed == null) { // the former lock holder may have signed it
        signAll(time.truncatedTo(ChronoUnit.MILLIS));
        signed = mine.signed;
      }
      return signed;
    } finally {
      if (mine.signed == null) { // signing failed, and no caller waits any more
        waiting.remove(mine);
      }
      signing.unlock();
    }
  }

  private void signAll(Instant time) {
    List<Waiting> leaves = new ArrayList<>();
    for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
      leaves.add(next);
      if (leaves.size() == MAX_LEAVES) {
        break;
      }
    }
    try {
      sign(leaves, time);
    } catch (RuntimeException e) { // one caller's failure leaves the others their turn
      waiting.addAll(leaves);
      throw e;
    }
  }

  private void sign(List<Waiting> leaves, Instant time) {
    HashFunction hash = key.suite().hash();
    MerkleTree tree =
        MerkleTree.ofLeafHashes(
            hash, leaves.stream().map(leaf -> hash.leafHash(leaf.body.encoded())).toList());
    SignedBatch batch = SignedBatch.sign(header(tree, time), key);
    batches++;
    statements += leaves.size();
    for (int i = 0; i < leaves.size(); i++) {
      AbsenceBody body = leaves.get(i).body;
      leaves.get(i).signed =
          new Verified<>(
              body.absence(),
              SignedStatement.of(body.encoded(), List.of(), i, tree.inclusionPath(i), batch));
    }
  }

  private BatchHeader header(MerkleTree tree, Instant time) {
    return new BatchHeader(
        log,
        0,
        batches,
        statements,
        Math.toIntExact(tree.size()),
        tree.root(),
        time,
        key.suite(),
        key.keyId());
  }
}
