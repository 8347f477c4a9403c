package dev.nameplate.log.commit;

import static java.util.Objects.requireNonNull;

import dev.nameplate.access.Caller;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.error.RefusalThread;
import dev.nameplate.log.CorruptLogException;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.RolledBackException;
import dev.nameplate.log.read.OwnPrefixes;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.log.read.TailCheck;
import dev.nameplate.log.rows.LogTree;
import dev.nameplate.log.rows.NewestTemplates;
import dev.nameplate.log.rows.Templates;
import dev.nameplate.record.RecordLimits;
import dev.nameplate.record.RecordValue;
import dev.nameplate.store.Failpoint;
import dev.nameplate.store.Head;
import dev.nameplate.store.RecordStore;
import dev.nameplate.trust.chain.BatchSigner;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of a node's statements. One thread commits: it takes all waiting writes, decides each,
 * numbers, hashes and signs them, stages their rows and moves the head. Under load, another thread
 * writes the rows to the store while this thread decides the next group. Acknowledged means
 * durable, logged and signed.
 *
 * <p>Thread-safe. A failed commit is never retried: the log refuses further writes until the node
 * is opened again. Only after a full disk, or a lack of file descriptors, it opens the store again
 * itself as soon as there is room, finds the outcome of that commit, and continues under a new
 * epoch.
 */
public final class StatementLog implements Appender, AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(StatementLog.class);

  /**
   * The most statements under one signature: more would lengthen every proof, and the signature no
   * longer shows in the cost of a write.
   */
  public static final int MAX_BATCH_LEAVES = 256;

  /** Approximate limit of writes that are committed together. */
  private static final int MAX_GROUP = 4096;

  /**
   * Minimum queued writes (one full batch) before the next group is prepared while the previous one
   * is being written. With fewer, groups would only get smaller and fsyncs more.
   */
  private static final int WORTH_OVERLAPPING = MAX_BATCH_LEAVES;

  /** Interval at which a full store is asked for room again, in milliseconds. */
  private static final long FULL_POLL_MILLIS = 100;

  /** Size allowed for a delegation, in KiB: the largest, with eight long endpoints, takes less. */
  private static final int DELEGATION_KIB = 16;

  private final OwnPrefixes prefixes;
  private final RecordStore store;
  private final StatementReader reader;
  private final ReadAhead ahead;
  private final StatementReader committed;
  private final Operations operations;
  private final BatchSigner signer;
  private final int batchLeaves;
  private final Drafter drafter;
  private final Sequences sequences;
  private final Clock clock;
  private final CommitFeed feed;
  private volatile Optional<RolledBackException> readOnly = Optional.empty();

  private final WriteQueue queue = new WriteQueue();
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "nameplate-write"));
  private final ExecutorService acknowledger =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "nameplate-acknowledge"));
  private final Thread committer = new RefusalThread(this::commitUntilClosed, "nameplate-commit");
  private volatile @Nullable NodeException failure;
  private final CompletableFuture<NodeException> stopped = new CompletableFuture<>();
  private final Writability writability = new Writability(true);

  // Used by the commit thread only, once the log is open.
  private @Nullable BatchMaker batches;
  private @Nullable InFlight inFlight;
  private final NewestTemplates newestTemplates = new NewestTemplates();
  private final Templates templates;

  /** The shortage after which the store must be opened again before it accepts writes. */
  private @Nullable NodeException shortage;

  private @Nullable Doubt doubt;

  /** A commit that is being written, and its end: the head that it led to. */
  private record InFlight(Commit commit, CompletableFuture<Head> end) {}

  /**
   * The log in a store, not owned yet.
   *
   * @param prefixes the prefixes that the log owns, updated with each commit
   * @param store the store of its rows
   * @param reader the reader of the same store
   * @param signer signs its batches
   * @param limits size limits of identifiers and records
   * @param batchLeaves the most statements under one signature, 1 to {@value #MAX_BATCH_LEAVES}
   * @param clock the clock for the times of batches
   * @param feed notifies of each commit
   */
  public StatementLog(
      OwnPrefixes prefixes,
      RecordStore store,
      StatementReader reader,
      BatchSigner signer,
      RecordLimits limits,
      int batchLeaves,
      Clock clock,
      CommitFeed feed) {
    this.prefixes = prefixes;
    this.store = store;
    this.clock = clock;
    this.feed = feed;
    this.reader = reader;
    this.ahead = new ReadAhead(store);
    this.committed = reader.through(ahead);
    this.sequences = new Sequences(new SecureRandom(), reader.former());
    this.operations = new Operations(ahead);
    this.templates = committed.templates(newestTemplates);
    this.drafter = new Drafter(signer.log(), signer.hash(), limits, new SecureRandom());
    this.signer = signer;
    this.batchLeaves = batchLeaves;
    feed.subscribe(
        CommitFeed.Turn.PREFIXES, committed -> committed.standings().forEach(prefixes::apply));
  }

  /**
   * Starts owning the log: checks its tail, takes ownership under a new epoch, and commits what is
   * appended. Once only.
   *
   * @throws CorruptLogException if the newest batch differs from the head
   */
  public StatementLog start() {
    own();
    committer.start();
    return this;
  }

  /** Reports the failure that stopped the log, on the thread that met it. */
  public void onStop(Consumer<NodeException> listener) {
    var unused = stopped.thenAccept(listener);
  }

  /**
   * Refuses further writes: another copy of this log turned out to be written to. What was taken is
   * committed.
   */
  public void refuseFromNowOn(RolledBackException why) {
    readOnly = Optional.of(why);
    writability.set(false);
    LOGGER.error("The log accepts no further writes: {}", why.getMessage());
  }

  /** The reason why nothing is written, if the store is an older copy of the log. */
  public Optional<RolledBackException> readOnly() {
    return readOnly;
  }

  /** The committed end of the log. */
  public Head head() {
    return store.head();
  }

  /** State of the log's readiness to accept writes, with notification of changes. */
  public Writability writability() {
    return writability;
  }

  @Override
  public CompletableFuture<Receipt> append(Write write, Caller caller) {
    Optional<RolledBackException> older = readOnly;
    if (older.isPresent()) {
      throw older.get().again();
    }
    write.requireOwned(prefixes);
    List<RecordValue> values = newestTemplates.fillIn(write.values());
    Optional<Draft> first = write.draft(drafter, values, clock.instant());
    int kibibytes = first.map(draft -> 1 + draft.size() / 1024).orElse(DELEGATION_KIB);
    WriteDigest content = write.operation().isNone() ? WriteDigest.NONE : drafter.digest(write);
    queue.reserve(kibibytes);
    PendingWrite pending =
        new PendingWrite(
            write, first, values, caller, content, kibibytes, new CompletableFuture<>());
    if (!queue.add(pending)) {
      queue.release(List.of(pending));
      throw stopped();
    }
    return pending.receipt();
  }

  /**
   * Stops owning the log: accepts no further writes, commits and acknowledges waiting writes. Does
   * not close the store.
   */
  @Override
  public void close() {
    queue.close();
    boolean interrupted = false;
    while (committer.isAlive()) {
      try {
        committer.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    writer.shutdown();
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

  /** Goes on where the store ends, if that is sound, under a new epoch. */
  private void own() {
    TailCheck.ofNode(store, reader, signer);
    batches =
        new BatchMaker(signer, new LogTree(store), operations, batchLeaves, store.failpoints());
    Head head = store.head();
    store.commit(
        head,
        new Head(
            head.epoch() + 1, head.batches(), head.statements(), head.timeMillis(), head.root()));
  }

  private NodeException stopped() {
    NodeException failed = failure;
    return failed != null
        ? failed
        : new NodeException(
            ErrorReason.NODE_STOPPED, "node: closed (expected: open); nothing changed");
  }

  private void commitUntilClosed() {
    do {
      if (inFlight != null && inFlight.end().isDone()) {
        land(); // its wake may be used up; of what is not done yet, it is still to come
      }
      List<PendingWrite> group =
          queue.take(inFlight == null ? 1 : WORTH_OVERLAPPING, MAX_GROUP, pollMillis());
      if (group.isEmpty()) {
        land();
      }
      commit(group);
    } while (inFlight != null || !queue.isDone());
    if (shortage != null && !goOn()) {
      refuseDoubt();
    }
  }

  /** Interval at which to look for room, in milliseconds; 0 if the store is not full. */
  private long pollMillis() {
    return waitsForRoom() ? FULL_POLL_MILLIS : 0;
  }

  private boolean waitsForRoom() {
    return failure == null && readOnly.isEmpty() && !writability.isAccepted();
  }

  private void commit(List<PendingWrite> writes) {
    if (!takesWrites()) {
      refuse(writes, refusal());
    } else if (!writes.isEmpty()) {
      Head head = inFlight == null ? store.head() : inFlight.commit().made().head();
      CommitGroup group;
      try {
        group = group(head);
      } catch (RuntimeException | Error e) {
        stop(writes, internalError(e));
        return;
      }
      try {
        commit(group, writes, head);
      } catch (NodeException e) {
        if (e.reason() == ErrorReason.STORE_FULL) {
          writability.set(false);
          refuse(group.writes(), e);
        } else {
          stop(group.writes(), e);
        }
      } catch (RuntimeException | Error e) {
        stop(group.writes(), internalError(e));
      }
    } else if (waitsForRoom()) {
      lookForRoom();
    }
  }

  /** True if the store accepts writes, or does so again. */
  private boolean takesWrites() {
    return failure == null && (shortage == null || goOn());
  }

  /** Checks for room while writes are refused, so that the refusal ends without a write. */
  private void lookForRoom() {
    try {
      store.requireRoom();
      writability.set(true);
    } catch (NodeException e) {
      if (e.reason() != ErrorReason.STORE_FULL) {
        stop(List.of(), e);
      }
    }
  }

  private NodeException refusal() {
    NodeException missing = shortage;
    return failure == null && missing != null ? Doubt.refusal(missing) : stopped();
  }

  private CommitGroup group(Head head) {
    long now =
        Math.max(
            clock.millis(),
            head.timeMillis()); // a clock set back must not turn the log's time back
    AcceptedWrites before =
        inFlight == null ? AcceptedWrites.NONE : inFlight.commit().group().accepted();
    return new CommitGroup(
        ahead, committed, before, operations, drafter, sequences, templates, prefixes, now);
  }

  /** Decides writes, and further writes that arrive while the previous commit is being written. */
  private void commit(CommitGroup group, List<PendingWrite> writes, Head head) {
    BatchMaker.Making making = requireNonNull(batches).begin(head, group.timeMillis());
    List<Accepted> accepted = group.accepted().inOrder();
    for (List<PendingWrite> more = writes; !more.isEmpty(); more = takeMeanwhile(group)) {
      if (standsAlone(more)) {
        land();
      }
      group.add(more);
      making.makeFull(accepted);
    }
    if (!accepted.isEmpty()) {
      store.requireRoom();
      writability.set(true);
    }
    BatchMaker.Made made = making.finish(accepted);
    land();
    if (failure != null || shortage != null) { // the decisions depend on a failed commit
      refuse(group.writes(), refusal());
    } else if (accepted.isEmpty()) {
      acknowledger.execute(() -> acknowledge(group));
    } else {
      begin(new Commit(group, head, made));
    }
  }

  private List<PendingWrite> takeMeanwhile(CommitGroup group) {
    int most = MAX_GROUP - group.writes().size();
    return inFlight == null || inFlight.end().isDone() || most <= 0
        ? List.of()
        : queue.take(WORTH_OVERLAPPING, most, 0);
  }

  /** True if the decision about a write needs a finished commit. */
  private boolean standsAlone(List<PendingWrite> writes) {
    return inFlight != null
        && Stream.of(writes, inFlight.commit().group().writes())
            .flatMap(List::stream)
            .anyMatch(pending -> pending.write().standsAlone());
  }

  /** Brings a commit into the store: on the other thread, if there is enough to do meanwhile. */
  private void begin(Commit commit) {
    InFlight begun = new InFlight(commit, new CompletableFuture<>());
    boolean overlapping = queue.holds(WORTH_OVERLAPPING);
    if (overlapping) {
      writer.execute(
          () -> {
            write(begun);
            queue.wake(); // after its end: who is woken looks for that
          });
    } else {
      write(begun);
    }
    inFlight = begun;
    if (!overlapping) {
      land();
    }
  }

  private void write(InFlight begun) {
    try {
      Commit commit = begun.commit();
      store.stage(commit.made().rows());
      commit.group().accepted().ranges().forEach(range -> reader.ranges().expect(range.range()));
      store.commit(commit.before(), commit.made().head());
      feed.publish(new Committed(commit));
      operations.forgetBefore(commit.made().head().timeMillis());
      acknowledger.execute(() -> acknowledge(commit.group()));
      begun.end().complete(commit.made().head());
    } catch (RuntimeException | Error e) {
      begun.end().completeExceptionally(e);
    }
  }

  /** Waits for the commit in flight. If it failed, the state of the log says so afterwards. */
  private void land() {
    InFlight landing = inFlight;
    if (landing == null) {
      return;
    }
    inFlight = null;
    try {
      landing.end().join();
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof NodeException failed)) {
        stop(landing.commit().group().writes(), internalError(e.getCause()));
      } else if (failed.reason() == ErrorReason.STORE_FULL) {
        LOGGER.warn("Writes are refused: {}", failed.getMessage());
        shortage = failed;
        writability.set(false);
        doubt = new Doubt(landing.commit());
      } else {
        stop(landing.commit().group().writes(), failed);
      }
    }
  }

  /**
   * The error for an unforeseen failure: the state on disk is unknown, so nothing may follow. An
   * error must not end the commit thread either, since waiting writers need an answer.
   */
  private static NodeException internalError(@Nullable Throwable cause) {
    return new NodeException(
        ErrorReason.STORE_FAILED, "node: stopped by an internal error; open it again", cause);
  }

  /** Opens the store again if there is room, and settles commits of unknown outcome. */
  private boolean goOn() {
    try {
      store.reopen();
      settle();
      own();
      shortage = null;
      writability.set(true);
      LOGGER.warn(
          "Disk space is available again: writes continue after position {}", head().statements());
      return true;
    } catch (NodeException e) {
      if (e.reason() != ErrorReason.STORE_FULL) {
        stopAtOnce(e);
      } else if (doubt != null && doubt.heldTooLong()) {
        refuseDoubt();
      }
    } catch (RuntimeException | Error e) {
      stopAtOnce(internalError(e));
    }
    return false;
  }

  private void settle() {
    Doubt settled = doubt;
    if (settled == null) {
      return;
    }
    if (settled.happened(store.head())) {
      CommitGroup group = settled.commit().group();
      feed.publish(new Committed(settled.commit()));
      if (!settled.takeWrites().isEmpty()) {
        acknowledger.execute(() -> acknowledge(group));
      }
    } else {
      refuse(settled.takeWrites(), refusal());
    }
    doubt = null;
  }

  /** Tells waiting writers that the outcome is unknown. */
  private void refuseDoubt() {
    NodeException missing = shortage;
    if (doubt != null && missing != null) {
      refuse(doubt.takeWrites(), Doubt.open(missing));
    }
  }

  private void stopAtOnce(NodeException e) {
    shortage = null;
    stop(doubt == null ? List.of() : doubt.takeWrites(), e);
    doubt = null;
  }

  private void acknowledge(CommitGroup group) {
    try {
      store.failpoints().hit(Failpoint.BEFORE_ACKNOWLEDGE);
      group.acknowledge();
      store.failpoints().hit(Failpoint.AFTER_ACKNOWLEDGE);
      queue.release(group.writes());
    } catch (Error e) {
      stopped.complete(internalError(e)); // the executor would keep it to itself
      throw e;
    }
  }

  private void stop(List<PendingWrite> writes, NodeException e) {
    failure = e;
    stopped.complete(e); // before anything that needs memory
    LOGGER.error("The log accepts no further writes: {}", e.getMessage(), e);
    refuse(writes, e);
    writability.set(false);
  }

  private void refuse(List<PendingWrite> writes, NodeException e) {
    writes.forEach(write -> write.receipt().completeExceptionally(e));
    queue.release(writes);
  }
}
