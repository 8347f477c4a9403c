package dev.nameplate.log.commit;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes that wait for the commit thread, bounded by the room they take. Thread-safe; {@link #take}
 * is called by the commit thread alone.
 */
final class WriteQueue {
  private static final Logger LOGGER = LoggerFactory.getLogger(WriteQueue.class);

  /**
   * Limit of the waiting writes in KiB, a sixteenth of the heap; a write takes at least 1 KiB. The
   * largest write fits into the lower bound.
   */
  private static final int MAX_WAITING_KIB =
      (int) Math.max(4_096, Math.min(65_536, Runtime.getRuntime().maxMemory() / 16 / 1024));

  private static final long MAX_WAIT_SECONDS = 10;

  private final Semaphore room = new Semaphore(MAX_WAITING_KIB);
  private final Object gate = new Object();
  private final Deque<PendingWrite> waiting = new ArrayDeque<>(); // guarded by gate
  private int wanted = 1; // guarded by gate: the number of writes that take() waits for
  private boolean closed; // guarded by gate
  private boolean awake; // guarded by gate

  /**
   * Makes room for a write; waits up to ten seconds for it.
   *
   * @throws NodeException {@code OVERLOADED} if there is none by then
   */
  void reserve(int kibibytes) {
    try {
      if (!room.tryAcquire(kibibytes, MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new NodeException(
            ErrorReason.OVERLOADED,
            "node: "
                + MAX_WAITING_KIB
                + " KiB of writes are waiting (expected: room within "
                + MAX_WAIT_SECONDS
                + " s); send fewer writes at a time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NodeException(
          ErrorReason.NODE_STOPPED,
          "write: interrupted while waiting for the queue; nothing changed",
          e);
    }
  }

  /** Gives back the room of writes that were answered. */
  void release(List<PendingWrite> answered) {
    room.release(answered.stream().mapToInt(PendingWrite::kibibytes).sum());
  }

  /** Adds a write that has its room; false if the queue is closed. */
  boolean add(PendingWrite write) {
    synchronized (gate) {
      if (!closed) {
        waiting.add(write);
        if (waiting.size() == wanted) {
          gate.notifyAll();
        }
      }
      return !closed;
    }
  }

  /** True if at least that many writes wait. */
  boolean holds(int writes) {
    synchronized (gate) {
      return waiting.size() >= writes;
    }
  }

  /** Takes no further writes. */
  void close() {
    synchronized (gate) {
      closed = true;
      gate.notifyAll();
    }
  }

  /** True if it is closed and empty. */
  boolean isDone() {
    synchronized (gate) {
      return closed && waiting.isEmpty();
    }
  }

  /** Lets {@link #take} return, this time or the next, with what there is. */
  void wake() {
    synchronized (gate) {
      awake = true;
      gate.notifyAll();
    }
  }

  /**
   * Takes the writes that wait. Waits until there are enough, the queue is closed, it is woken, or
   * the time is over; then there may be none.
   *
   * @param enough number of writes to wait for
   * @param most the most writes to take
   * @param mostMillis time to wait, in milliseconds; 0 for no limit
   */
  List<PendingWrite> take(int enough, int most, long mostMillis) {
    List<PendingWrite> group = new ArrayList<>();
    synchronized (gate) {
      boolean waited = false;
      wanted = enough;
      while (waiting.size() < enough && !closed && !awake && !(waited && mostMillis > 0)) {
        try {
          gate.wait(mostMillis);
          waited = true;
        } catch (InterruptedException e) {
          LOGGER.warn("The commit thread was interrupted; it continues until the log is closed");
        }
      }
      awake = false;
      while (!waiting.isEmpty() && group.size() < most) {
        group.add(waiting.remove());
      }
    }
    return group;
  }
}
