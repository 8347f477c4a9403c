package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NameplateException;
import dev.nameplate.error.NodeException;
import dev.nameplate.record.RecordLimits;
import dev.nameplate.store.Failpoint;
import dev.nameplate.store.Head;
import dev.nameplate.store.RecordStore;
import dev.nameplate.trust.BatchSigner;
import dev.nameplate.trust.IdentifierRange;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of everything a node says. One thread commits: it takes all writes that wait, decides
 * about each, numbers, hashes and signs them, stages their rows and moves the head. Acknowledged
 * means durable, logged and signed.
 *
 * <p>Thread-safe. A failed commit is never retried: the log refuses further writes until the node
 * is opened again. Only where the disk was full, it opens the store again itself as soon as there
 * is room, finds out whether that commit happened, and goes on under a new epoch.
 */
public final class StatementLog implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(StatementLog.class);

  /**
   * The most statements under one signature: more would lengthen every proof, and the signature no
   * longer shows in the cost of a write.
   */
  public static final int MAX_BATCH_LEAVES = 256;

  /** How many writes are committed together at the most. */
  private static final int MAX_GROUP = 4096;

  /** How many KiB of writes wait at the most; a write counts for at least one. */
  private static final int MAX_WAITING_KIB = 65_536;

  private static final long MAX_WAIT_SECONDS = 10;

  /** How often a store that had no room is asked whether it has some now. */
  private static final long FULL_POLL_MILLIS = 100;

  /** What a delegation counts for: the largest, with eight long endpoints, takes less. */
  private static final int DELEGATION_KIB = 16;

  private final OwnPrefixes prefixes;
  private final RecordStore store;
  private final StatementReader reader;
  private final Operations operations;
  private final BatchSigner signer;
  private final int batchLeaves;
  private final Drafter drafter;
  private final Sequences sequences = new Sequences(new SecureRandom());
  private final Clock clock;
  private final CommitListener onCommit;

  private final Semaphore room = new Semaphore(MAX_WAITING_KIB);
  private final ExecutorService acknowledger =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "nameplate-acknowledge"));
  private final Thread committer = new Thread(this::commitUntilClosed, "nameplate-commit");
  private final Object gate = new Object();
  private final Deque<PendingWrite> waiting = new ArrayDeque<>(); // guarded by gate
  private boolean closed; // guarded by gate
  private volatile @Nullable NodeException failure;

  // Used by the commit thread only, once the log is open.
  private BatchMaker batches;
  private boolean full;
  private @Nullable Doubt doubt;

  /**
   * Opens the log in a store: checks its tail, takes ownership under a new epoch, and starts the
   * committer.
   *
   * @param prefixes the prefixes the log owns, as it stands in the store; brought up to date with
   *     each commit, before {@code onCommit}
   * @param store where its rows are
   * @param reader reads the same store
   * @param signer signs its batches
   * @param limits how large identifiers and records may be
   * @param batchLeaves the most statements under one signature, 1 to {@value #MAX_BATCH_LEAVES}
   * @param clock tells the times of batches
   * @param onCommit told which identifiers have a new version, after it became visible and before
   *     it is acknowledged
   * @throws CorruptLogException if the newest batch is not what the head says was committed
   */
  public StatementLog(
      OwnPrefixes prefixes,
      RecordStore store,
      StatementReader reader,
      BatchSigner signer,
      RecordLimits limits,
      int batchLeaves,
      Clock clock,
      CommitListener onCommit) {
    this.prefixes = prefixes;
    this.store = store;
    this.clock = clock;
    this.onCommit = onCommit;
    this.reader = reader;
    this.operations = new Operations(store);
    this.drafter = new Drafter(signer.log(), signer.hash(), limits, new SecureRandom());
    this.signer = signer;
    this.batchLeaves = batchLeaves;
    this.batches = batches();
    takeOwnership();
    committer.start();
  }

  /** How far the log is committed. */
  public Head head() {
    return store.head();
  }

  /**
   * Takes a write. Returns at once, except that it waits up to ten seconds for room when too many
   * writes are waiting.
   *
   * @return completes with the receipt once the write is committed, or with a {@link
   *     NameplateException}
   * @throws NameplateException if the write cannot be taken: malformed, for another prefix, {@code
   *     OVERLOADED}, or {@code NODE_STOPPED}; nothing changed
   */
  public CompletableFuture<Receipt> append(Write write) {
    Optional<Draft> first = first(write);
    int kibibytes = first.map(draft -> 1 + draft.size() / 1024).orElse(DELEGATION_KIB);
    waitForRoom(kibibytes);
    PendingWrite pending = new PendingWrite(write, first, kibibytes, new CompletableFuture<>());
    synchronized (gate) {
      if (closed) {
        room.release(kibibytes);
        throw stopped();
      }
      waiting.add(pending);
      gate.notifyAll();
    }
    return pending.receipt();
  }

  private Optional<Draft> first(Write write) {
    if (write instanceof Write.Delegate delegate) {
      if (!prefixes.covers(delegate.prefix())) {
        throw new NotAuthoritativeException(delegate.prefix(), prefixes.anchors());
      }
      return Optional.empty();
    }
    if (!prefixes.served(write.identifier().prefix())) {
      throw new NotAuthoritativeException(write.identifier().prefix(), prefixes.anchors());
    }
    if (write instanceof Write.AssignRange assign) {
      return Optional.of(drafter.range(assign.range()));
    }
    return Optional.of(drafter.first(write.identifier(), write.values()));
  }

  /**
   * Takes no further writes, commits and acknowledges those that wait, and stops. Does not close
   * the store.
   */
  @Override
  public void close() {
    synchronized (gate) {
      closed = true;
      gate.notifyAll();
    }
    boolean interrupted = false;
    while (committer.isAlive()) {
      try {
        committer.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    acknowledger.shutdown();
    while (!acknowledger.isTerminated()) {
      try {
        acknowledger.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Goes on where the store ends, if that is sound. */
  private BatchMaker batches() {
    LogTree tree = new LogTree(store);
    new TailCheck(store, reader, signer).run(tree.root());
    return new BatchMaker(signer, tree, operations, batchLeaves);
  }

  private void takeOwnership() {
    Head head = store.head();
    store.commit(
        head,
        new Head(
            head.epoch() + 1, head.batches(), head.statements(), head.timeMillis(), head.root()));
  }

  private void waitForRoom(int kibibytes) {
    try {
      if (!room.tryAcquire(kibibytes, MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new NodeException(
            ErrorReason.OVERLOADED,
            "node: "
                + MAX_WAITING_KIB
                + " KiB of writes are waiting (expected: room within "
                + MAX_WAIT_SECONDS
                + " s); send fewer at a time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NodeException(
          ErrorReason.NODE_STOPPED,
          "write: interrupted while it waited for room; nothing changed",
          e);
    }
  }

  private NodeException stopped() {
    NodeException failed = failure;
    return failed != null
        ? failed
        : new NodeException(
            ErrorReason.NODE_STOPPED, "node: closed (expected: open); nothing changed");
  }

  private void commitUntilClosed() {
    List<PendingWrite> group = takeGroup();
    while (!group.isEmpty() || !isClosed()) {
      commit(group);
      group = takeGroup();
    }
    if (full && !goOn()) {
      refuseDoubt(Doubt.open());
    }
  }

  private boolean isClosed() {
    synchronized (gate) {
      return closed;
    }
  }

  /**
   * Waits for writes and takes all there are, up to the bound; empty once the log is closed and
   * drained, and now and then while the store has no room.
   */
  private List<PendingWrite> takeGroup() {
    List<PendingWrite> group = new ArrayList<>();
    synchronized (gate) {
      boolean looked = false;
      while (waiting.isEmpty() && !closed && !(full && looked)) {
        try {
          gate.wait(full ? FULL_POLL_MILLIS : 0);
          looked = true;
        } catch (InterruptedException e) {
          LOGGER.warn("The commit thread was interrupted; it goes on until the log is closed");
        }
      }
      while (!waiting.isEmpty() && group.size() < MAX_GROUP) {
        group.add(waiting.remove());
      }
    }
    return group;
  }

  private void commit(List<PendingWrite> writes) {
    NodeException failed = failure;
    if (failed != null) {
      refuse(writes, failed);
      return;
    }
    if (full && !goOn()) {
      refuse(writes, failure == null ? Doubt.refusal() : stopped());
      return;
    }
    try {
      commitGroup(writes);
    } catch (NodeException e) {
      if (e.reason() == ErrorReason.STORE_FULL) {
        refuse(writes, e);
      } else {
        stop(writes, e);
      }
    } catch (RuntimeException | Error e) {
      // Unforeseen: what is on disk is unknown, so nothing may follow. An error, too, must not end
      // this thread: nobody would answer those who wait.
      stop(
          writes,
          new NodeException(
              ErrorReason.STORE_FAILED, "node: stopped by an internal error; open it again", e));
    }
  }

  private void commitGroup(List<PendingWrite> writes) {
    Head head = store.head();
    long now =
        Math.max(
            clock.millis(),
            head.timeMillis()); // a clock set back must not turn the log's time back
    CommitGroup group = new CommitGroup(reader, operations, drafter, sequences, prefixes, now);
    writes.forEach(group::add);
    if (!group.accepted().isEmpty()) {
      store.requireRoom();
      BatchMaker.Made made = batches.make(group.accepted(), head, now);
      try {
        store.stage(made.rows());
        group.ranges().forEach(reader.ranges()::expect);
        store.commit(head, made.head());
        show(group);
        operations.forgetBefore(now);
      } catch (NodeException e) {
        if (e.reason() != ErrorReason.STORE_FULL) {
          throw e;
        }
        LOGGER.warn("Writes are refused: {}", e.getMessage());
        full = true;
        doubt = new Doubt(writes, group, head, made.head());
        return;
      }
    }
    acknowledger.execute(() -> acknowledge(writes, group));
  }

  private void show(CommitGroup group) {
    group.standings().forEach(prefixes::apply);
    onCommit.committed(group.accepted().stream().map(write -> write.draft().identifier()).toList());
    if (!group.ranges().isEmpty()) {
      onCommit.rangesCommitted(
          group.ranges().stream().map(IdentifierRange::prefix).collect(Collectors.toSet()));
    }
  }

  /** Opens the store again if there is room, and settles what was open. */
  private boolean goOn() {
    try {
      store.reopen();
      settle();
      batches = batches();
      takeOwnership();
      full = false;
      LOGGER.warn("There is room again: writes go on behind position {}", head().statements());
      return true;
    } catch (NodeException e) {
      if (e.reason() != ErrorReason.STORE_FULL) {
        stopAtOnce(e);
      } else if (doubt != null && doubt.heldTooLong()) {
        refuseDoubt(Doubt.open());
      }
    } catch (RuntimeException | Error e) {
      stopAtOnce(
          new NodeException(
              ErrorReason.STORE_FAILED, "node: stopped by an internal error; open it again", e));
    }
    return false;
  }

  private void settle() {
    Doubt settled = doubt;
    if (settled == null) {
      return;
    }
    if (settled.happened(store.head())) {
      show(settled.group());
      List<PendingWrite> writes = settled.takeWrites();
      if (!writes.isEmpty()) {
        acknowledger.execute(() -> acknowledge(writes, settled.group()));
      }
    } else {
      refuseDoubt(Doubt.refusal());
    }
    doubt = null;
  }

  private void refuseDoubt(NodeException e) {
    if (doubt != null) {
      refuse(doubt.takeWrites(), e);
    }
  }

  private void stopAtOnce(NodeException e) {
    full = false;
    stop(doubt == null ? List.of() : doubt.takeWrites(), e);
    doubt = null;
  }

  private void acknowledge(List<PendingWrite> writes, CommitGroup group) {
    Failpoint.BEFORE_ACKNOWLEDGE.hit();
    group.acknowledge();
    Failpoint.AFTER_ACKNOWLEDGE.hit();
    release(writes);
  }

  private void stop(List<PendingWrite> writes, NodeException e) {
    LOGGER.error("The log takes no further writes: {}", e.getMessage(), e);
    failure = e;
    refuse(writes, e);
  }

  private void refuse(List<PendingWrite> writes, NodeException e) {
    writes.forEach(write -> write.receipt().completeExceptionally(e));
    release(writes);
  }

  private void release(List<PendingWrite> writes) {
    room.release(writes.stream().mapToInt(PendingWrite::kibibytes).sum());
  }
}
