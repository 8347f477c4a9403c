package dev.nameplate.server.operation;

import dev.nameplate.log.read.LogProofs;
import dev.nameplate.node.NodeView;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.chain.Checkpoint;
import dev.nameplate.trust.chain.TlogProof;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.note.SignedNote;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Operations for auditors and mirrors of a node's log. Thread-safe; blocks while it reads the
 * store.
 */
public final class LogOperations {
  private static final int THREADS = 4;
  private static final long IDLE_SECONDS = 1;

  private final NodeView node;
  private final Openings readers;

  /**
   * Threads that prepare committed statements for followers of the log; they end when idle, and so
   * with the server.
   */
  private final Executor following = threads();

  LogOperations(NodeView node, CallLimits limits) {
    this.node = node;
    this.readers = new Openings("readers of the log", limits.logReaders());
  }

  /**
   * A batch with its place in the log.
   *
   * @param inclusion proves that the batch is in the log of a size
   * @param portable the same as a C2SP tlog-proof, if the size is the newest checkpoint's
   */
  public record ProvenBatch(LogProofs.Inclusion inclusion, Optional<TlogProof> portable) {}

  /** Proof that a log of a size begins with a smaller one. */
  public record Consistency(List<Bytes> path, long secondSize) {}

  /** A signed note over the committed batches. */
  public SignedNote checkpoint(Call call) {
    Operation.PROVE.requireOf(call.caller());
    return node.proofs().checkpoint();
  }

  /**
   * Proves that a batch is in the log.
   *
   * @param treeSize number of batches of the log; 0 for the size of the newest checkpoint
   */
  public ProvenBatch inclusion(Call call, long batch, long treeSize) {
    Operation.PROVE.requireOf(call.caller());
    TlogProof newest = node.proofs().exportProof(batch);
    long newestSize = Checkpoint.parse(newest.checkpoint().text()).size();
    // The log may grow between two looks at it: both forms of the proof are for the size of the one
    // checkpoint.
    LogProofs.Inclusion inclusion =
        node.proofs().proveInclusion(batch, treeSize == 0 ? newestSize : treeSize);
    return new ProvenBatch(
        inclusion, inclusion.treeSize() == newestSize ? Optional.of(newest) : Optional.empty());
  }

  /**
   * Proves that the log is append-only.
   *
   * @param secondSize number of batches of the larger log; 0 for the committed size
   */
  public Consistency consistency(Call call, long firstSize, long secondSize) {
    Operation.PROVE.requireOf(call.caller());
    long second = secondSize == 0 ? node.proofs().size() : secondSize;
    return new Consistency(node.proofs().proveConsistency(firstSize, second), second);
  }

  /**
   * Reads statements in log order.
   *
   * @param fromNewest true to begin with the next commit, whatever {@code first} is
   * @param first position of the first statement
   * @param limit the most statements; 0 for all
   * @param follow true to continue with later commits
   */
  public Parts<Verified<?>> read(
      Call call, boolean fromNewest, long first, long limit, boolean follow) {
    Operation.READ_LOG.requireOf(call.caller());
    long from = fromNewest ? node.statements().size() : first;
    return new LogReading(
        node.statements(),
        readers.open(call),
        following,
        from,
        limit == 0 ? Long.MAX_VALUE : limit,
        follow ? Optional.of(node.feed()) : Optional.empty());
  }

  private static Executor threads() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "nameplate-follow");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }
}
