package dev.nameplate.server.bench;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The period of a load: a warm-up that is not counted, then a limited number of requests or time.
 * Thread-safe.
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
   * @param warmUp duration of the warm-up
   * @param longest the longest duration after it
   * @param count the most counted requests
   */
  Course(long now, long warmUp, long longest, long count) {
    this.countsFrom = now + warmUp;
    this.end = countsFrom + longest;
    this.left = new AtomicLong(count);
  }

  /** True if the request due at a moment is to be made. */
  boolean takes(long moment) {
    return !broken
        && moment < end
        && (moment < countsFrom || (left.get() > 0 && left.getAndDecrement() > 0));
  }

  /** True if a request due at a moment is counted. */
  boolean counts(long moment) {
    return moment >= countsFrom;
  }

  /** Start of counting. */
  long countsFrom() {
    return countsFrom;
  }

  /** Ends it early, because the node cannot be reached. */
  void breakOff() {
    broken = true;
  }
}
