package dev.nameplate.server.bench;

import java.util.concurrent.atomic.AtomicLong;

/**
 * From when to when a load runs: a time to warm up, in which nothing counts, then until so many
 * requests were begun or so much time has passed. Thread-safe.
 */
final class Course {
  private final long countsFrom;
  private final long end;
  private final AtomicLong left;
  private volatile boolean broken;

  /**
   * A course that begins now.
   *
   * @param now in nanoseconds, as are the others
   * @param warmUp how long nothing counts
   * @param longest how long it then goes on at the most
   * @param count how many requests then count at the most
   */
  Course(long now, long warmUp, long longest, long count) {
    this.countsFrom = now + warmUp;
    this.end = countsFrom + longest;
    this.left = new AtomicLong(count);
  }

  /** Whether a request is to be made that is due at a moment. */
  boolean takes(long moment) {
    return !broken
        && moment < end
        && (moment < countsFrom || (left.get() > 0 && left.getAndDecrement() > 0));
  }

  /** Whether a request counts that was due at a moment. */
  boolean counts(long moment) {
    return moment >= countsFrom;
  }

  /** When counting begins. */
  long countsFrom() {
    return countsFrom;
  }

  /** Ends it: there is nobody to ask any more. */
  void breakOff() {
    broken = true;
  }
}
