package dev.nameplate.server.grpc;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reports that a caller has not read a stream for too long. Thread-safe. */
final class Patience {
  private static final ScheduledThreadPoolExecutor WATCH = watch();

  private final Duration longest;
  private final Runnable lost;
  private @Nullable Future<?> reminder; // guarded by this
  private volatile boolean isLost;

  /**
   * Creates it without a running timer.
   *
   * @param longest time for which a caller may leave a stream unread
   * @param lost action at the end of that time, on a thread that must not be blocked
   */
  Patience(Duration longest, Runnable lost) {
    this.longest = longest;
    this.lost = lost;
  }

  /** The caller has something to read from now on. */
  synchronized void begin(Duration atMost) {
    end();
    reminder =
        WATCH.schedule(
            () -> {
              isLost = true;
              lost.run();
            },
            Math.min(longest.toNanos(), atMost.toNanos()),
            TimeUnit.NANOSECONDS);
  }

  /** The caller has something to read from now on. */
  void begin() {
    begin(longest);
  }

  /** The caller read on. */
  synchronized void end() {
    if (reminder != null) {
      reminder.cancel(false);
      reminder = null;
    }
  }

  /**
   * Refuses to wait any longer.
   *
   * @throws NodeException {@code TIMED_OUT} if the caller did not read in time
   */
  void require() {
    if (isLost) {
      throw new NodeException(
          ErrorReason.TIMED_OUT,
          "answer: not read for "
              + longest.toSeconds()
              + " s, or not completely in time (expected: a client that keeps reading); retry");
    }
  }

  private static ScheduledThreadPoolExecutor watch() {
    ScheduledThreadPoolExecutor watch =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "nameplate-slow-readers");
              thread.setDaemon(true);
              return thread;
            });
    watch.setRemoveOnCancelPolicy(true);
    return watch;
  }
}
