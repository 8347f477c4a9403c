package dev.nameplate.store.rocksdb;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets calls through until it is shut; shutting waits for calls inside, since native memory must
 * not be freed under a reader. A pause makes callers wait instead. Thread-safe, except that one
 * thread at a time shuts, pauses and resumes. Counts callers in several places, each on a cache
 * line of its own, so that readers do not slow each other down.
 */
final class Gate {
  private static final int COUNTERS = 32;
  private static final int SPACING = 32;
  private static final long PAUSE_NANOS = 100_000;

  private final AtomicIntegerArray inside = new AtomicIntegerArray(COUNTERS * SPACING);
  private volatile boolean barred;
  private volatile boolean shut;

  /**
   * Enters, waiting for the end of a {@link #pause}; the result is for {@link #leave}.
   *
   * @throws NodeException with reason {@code NODE_STOPPED} if the gate is shut
   */
  int enter() {
    int counter = enterUnlessShut();
    if (counter < 0) {
      throw new NodeException(
          ErrorReason.NODE_STOPPED, "store: closed (expected: open); open the node again");
    }
    return counter;
  }

  /** Enters, or returns a negative number if the gate is shut. */
  int enterUnlessShut() {
    int counter = tryEnter();
    while (counter < 0 && !shut) {
      LockSupport.parkNanos(PAUSE_NANOS);
      counter = tryEnter();
    }
    return counter;
  }

  private int tryEnter() {
    int counter = (int) (Thread.currentThread().getId() % COUNTERS) * SPACING;
    inside.incrementAndGet(counter);
    if (barred) {
      inside.decrementAndGet(counter);
      return -1;
    }
    return counter;
  }

  void leave(int counter) {
    inside.decrementAndGet(counter);
  }

  /** Shuts without waiting for calls inside. */
  void bar() {
    shut = true;
    barred = true;
  }

  /** Shuts, and returns when no call is inside. */
  void shut() {
    bar();
    pause();
  }

  /** Stops new calls until {@link #resume}, and returns when no call is inside. */
  void pause() {
    barred = true;
    for (int counter = 0; counter < COUNTERS; counter++) {
      while (inside.get(counter * SPACING) != 0) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  /** Ends a pause; a shut gate stays shut. */
  void resume() {
    barred = shut;
  }
}
