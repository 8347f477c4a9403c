package dev.nameplate.trust.chain;

import dev.nameplate.trust.key.SigningKey;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.Absence;
import dev.nameplate.trust.statement.AbsenceBody;
import dev.nameplate.trust.statement.BatchHeader;
import dev.nameplate.trust.statement.Certificate;
import dev.nameplate.trust.statement.CertificateBody;
import dev.nameplate.trust.statement.SignedBatch;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.UnloggedBody;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Signs statements that are kept in no log with an authority key: absences in batches of the log
 * {@link LogName#absences}, certificates in batches of {@link LogName#answers}. Thread-safe.
 *
 * <p>What it costs is bounded: one signature is made at a time, and all questions that came while
 * the one before was made share it, up to {@value #MAX_LEAVES}.
 *
 * @param <T> type of the content
 */
public final class UnloggedSigner<T> {
  private static final int MAX_LEAVES = 256;

  private final LogName log;
  private final SigningKey key;
  private final Function<T, UnloggedBody<T>> encoding;
  private final ConcurrentLinkedQueue<Waiting<T>> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock signing = new ReentrantLock();
  private long batches; // guarded by signing
  private long statements; // guarded by signing

  private UnloggedSigner(LogName log, SigningKey key, Function<T, UnloggedBody<T>> encoding) {
    this.log = log;
    this.key = key;
    this.encoding = encoding;
  }

  /** A signer of absences for the node of a log. */
  public static UnloggedSigner<Absence> ofAbsences(LogName log, SigningKey key) {
    LogName absences = log.absences();
    return new UnloggedSigner<>(absences, key, absence -> AbsenceBody.of(absence, absences));
  }

  /** A signer of certificates for the node of a log. */
  public static UnloggedSigner<Certificate> ofAnswers(LogName log, SigningKey key) {
    LogName answers = log.answers();
    return new UnloggedSigner<>(answers, key, answer -> CertificateBody.of(answer, answers));
  }

  private static final class Waiting<T> {
    private final UnloggedBody<T> body;
    private volatile @Nullable Verified<T> signed;

    Waiting(UnloggedBody<T> body) {
      this.body = body;
    }
  }

  /**
   * Signs a statement.
   *
   * @param content the content
   * @param time the current time; it is cut to the millisecond
   */
  public Verified<T> sign(T content, Instant time) {
    Waiting<T> mine = new Waiting<>(encoding.apply(content));
    waiting.add(mine);
    signing.lock();
    try {
      Verified<T> signed = mine.signed;
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
    List<Waiting<T>> leaves = new ArrayList<>();
    for (Waiting<T> next = waiting.poll(); next != null; next = waiting.poll()) {
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

  private void sign(List<Waiting<T>> leaves, Instant time) {
    HashFunction hash = key.suite().hash();
    MerkleTree tree =
        MerkleTree.ofLeafHashes(
            hash, leaves.stream().map(leaf -> hash.leafHash(leaf.body.encoded())).toList());
    SignedBatch batch = SignedBatch.sign(header(tree, time), key);
    batches++;
    statements += leaves.size();
    for (int i = 0; i < leaves.size(); i++) {
      UnloggedBody<T> body = leaves.get(i).body;
      leaves.get(i).signed =
          new Verified<>(
              body.content(),
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
