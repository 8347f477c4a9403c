package dev.nameplate.lineage;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.log.commit.CommitFeed;
import dev.nameplate.log.commit.Committed;
import dev.nameplate.log.read.LoggedEvents;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.resolve.Budget;
import dev.nameplate.store.LineageChanges;
import dev.nameplate.store.LineageStore;
import dev.nameplate.store.LineageView;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a log and keeps the index of lineage up to it. What is committed is indexed soon after;
 * whoever asks waits until all is that was committed before.
 *
 * <p>One thread of its own derives. When the disk is full it waits until there is room; when it
 * fails otherwise it stops, and questions say why. Thread-safe.
 */
public final class LineageIndex implements AutoCloseable {
  /** Interval at which a wait checks for cancellation, in milliseconds. */
  private static final long LOOK_MILLIS = 20;

  /** Items and events derived in one write, about. */
  private static final int ENOUGH = 8192;

  /** The most statements by which the index may be behind before further captures wait. */
  private static final long MOST_BEHIND = 200_000;

  private static final Duration LONGEST_WAIT_FOR_ROOM = Duration.ofSeconds(10);
  private static final Duration FULL_POLL = Duration.ofMillis(100);
  private static final Logger LOGGER = LoggerFactory.getLogger(LineageIndex.class);

  private final StatementReader statements;
  private final LineageStore store;
  private final LoggedEvents events;
  private final Offered offered = new Offered();
  private final Thread follower = new Thread(this::follow, "nameplate-lineage");
  private final CommitFeed.@Nullable Subscription commits;
  private final CompletableFuture<NodeException> stopped = new CompletableFuture<>();
  private ItemNumbers numbers = new ItemNumbers();

  // Guarded by this.
  private long watermark;
  private boolean closed;
  private boolean more;
  private @Nullable NodeException failure;

  private LineageIndex(StatementReader statements, LineageStore store, @Nullable CommitFeed feed) {
    this.statements = statements;
    this.store = store;
    this.events = statements.loggedEvents();
    this.watermark = store.watermark();
    this.commits = feed == null ? null : feed.subscribe(CommitFeed.Turn.LINEAGE, this::committed);
    follower.setDaemon(true);
  }

  /**
   * Follows a log from the index's watermark. Returns at once.
   *
   * @param statements the reader of the log
   * @param store the store of the index
   * @param feed notifies of commits
   */
  public static LineageIndex follow(
      StatementReader statements, LineageStore store, CommitFeed feed) {
    LineageIndex index = new LineageIndex(statements, store, feed);
    index.follower.start();
    return index;
  }

  /**
   * Derives the index of an idle log on the calling thread.
   *
   * @param until the position at which to stop, at most the log's end
   * @param progress receives the derived position
   */
  public static void derive(
      StatementReader statements, LineageStore store, long until, LongConsumer progress) {
    LineageIndex index = new LineageIndex(statements, store, null);
    for (long at = store.watermark(); at < until; at = store.watermark()) {
      index.step(at, until);
      progress.accept(store.watermark());
    }
  }

  /**
   * The index as of a position of the log, as visible to a caller.
   *
   * @param asOf number of statements included; at most those in the log
   * @param visibility the caller's visibility
   * @param budget the time to wait for the index, and for all reads of the result
   * @throws NodeException {@code STORE_FULL} if the index has no room, {@code OVERLOADED} if it was
   *     too slow, the failure that stopped the index, or {@code NODE_STOPPED}
   * @throws dev.nameplate.resolve.CancelledException if the question was cancelled
   */
  public LineageReader read(long asOf, Visibility visibility, Budget budget) {
    while (true) {
      await(asOf, budget);
      LineageView view = store.view();
      long reach = view.watermark();
      if (reach >= asOf) {
        StatementReader.Proofs proofs = statements.proofs();
        return LineageReader.of(
            view,
            (event, disclosed) ->
                statements.event(event.recorder(), event.place(), proofs, disclosed),
            asOf,
            visibility,
            budget);
      }
      view.close();
      fellBack(reach);
    }
  }

  /** Resets the watermark after the store was opened again, so that lost rows are derived again. */
  private synchronized void fellBack(long reach) {
    watermark = reach;
    wake();
  }

  /** Takes over the events just committed, so that they need not be read. */
  private void committed(Committed commit) {
    offered.add(commit.events());
    wake();
  }

  /** Reports the failure that stopped the index, on the thread that met it. */
  public void onStop(Consumer<NodeException> listener) {
    var unused = stopped.thenAccept(listener);
  }

  /** Number of indexed statements of the log. */
  public synchronized long watermark() {
    return watermark;
  }

  /**
   * Waits, up to ten seconds, until the index is not too far behind, before adding to its work.
   *
   * @throws NodeException as {@link #read} does
   */
  public void awaitRoom() {
    long size = statements.size();
    if (size - watermark() > MOST_BEHIND) {
      await(size - MOST_BEHIND, Budget.standard().within(LONGEST_WAIT_FOR_ROOM));
    }
  }

  private synchronized void await(long position, Budget budget) {
    while (watermark < position) {
      budget.requireWanted();
      long left = budget.timeLeft().toMillis();
      if (closed) {
        throw new NodeException(ErrorReason.NODE_STOPPED, "node: closed (expected: open)");
      }
      NodeException failed = failure;
      if (failed != null && (left <= 0 || failed.reason() != ErrorReason.STORE_FULL)) {
        throw failed;
      }
      if (left <= 0) {
        throw new NodeException(
            ErrorReason.OVERLOADED,
            "lineage: indexed up to position "
                + watermark
                + " (expected: "
                + position
                + "); retry later");
      }
      try {
        wait(Math.min(left, LOOK_MILLIS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new NodeException(ErrorReason.NODE_STOPPED, "lineage: interrupted while waiting", e);
      }
    }
  }

  private synchronized void wake() {
    more = true;
    notifyAll();
  }

  private void follow() {
    try {
      for (long size = nextSize(); size >= 0; size = nextSize()) {
        tryStep(size);
      }
    } catch (RuntimeException | Error e) {
      NodeException failed =
          e instanceof NodeException known
              ? known
              : new NodeException(
                  ErrorReason.STORE_FAILED,
                  "lineage: stopped by an internal error; open the node again",
                  e);
      stopped.complete(failed);
      offered.close();
      if (fail(failed)) {
        LOGGER.error("Lineage is no longer indexed: {}", failed.getMessage(), e);
      }
    }
  }

  private void tryStep(long size) {
    try {
      step(store.watermark(), size);
      reached(store.watermark());
    } catch (NodeException e) {
      numbers = new ItemNumbers();
      if (e.reason() != ErrorReason.STORE_FULL) {
        throw e;
      }
      fail(e);
      pause();
    }
  }

  /** Derives a piece of the log that begins at a position. */
  private void step(long from, long until) {
    LoggedEvents.Piece piece =
        offered
            .take(from, ENOUGH)
            .orElseGet(() -> events.read(from, Math.min(until, offered.begin()), ENOUGH));
    LineageChanges changes = new LineageChanges();
    if (!piece.events().isEmpty()) {
      try (LineageView view = store.view()) {
        changes = Derivation.of(piece.events(), view, numbers);
      }
    }
    if (!store.write(from, changes, piece.end())) {
      numbers = new ItemNumbers(); // it was opened again: what it held last is derived once more
    }
  }

  /** Waits for work; returns the size of the log, or -1 when this is closed. */
  private synchronized long nextSize() {
    while (!closed) {
      more = false;
      long size = statements.size();
      if (watermark < size) {
        return size;
      }
      try {
        while (!more && !closed) {
          wait();
        }
      } catch (InterruptedException e) {
        return -1; // interrupted by the virtual machine at its end
      }
    }
    return -1;
  }

  private synchronized void reached(long position) {
    watermark = position;
    failure = null;
    notifyAll();
  }

  /** Records a failure; false if it no longer matters. */
  private synchronized boolean fail(NodeException e) {
    failure = e;
    notifyAll();
    return !closed;
  }

  private static long millisUntil(long nanoTime) {
    return (nanoTime - System.nanoTime()) / 1_000_000;
  }

  private synchronized void pause() {
    try {
      long end = System.nanoTime() + FULL_POLL.toNanos();
      for (long left = FULL_POLL.toMillis(); !closed && left > 0; left = millisUntil(end)) {
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops following, before the store is closed. Idempotent. */
  @Override
  public void close() {
    if (commits != null) {
      commits.close();
    }
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    boolean interrupted = false;
    while (follower.isAlive()) {
      try {
        follower.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
