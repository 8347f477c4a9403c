package dev.nameplate.cache;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waiting for an outcome, replaceable in tests. */
@FunctionalInterface
interface Patience {
  /** Waits in real time. */
  Patience REAL =
      (happened, atMost) -> {
        var unused = happened.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
      };

  /** Waits for an event, or for a time. */
  void await(CountDownLatch happened, Duration atMost) throws InterruptedException;
}
