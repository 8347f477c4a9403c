package dev.nameplate.cache;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waiting for an outcome, replaceable in tests. */
@FunctionalInterface
interface Patience {
  /** Waits as time passes. */
  Patience REAL =
      (happened, atMost) -> {
        var unused = happened.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
      };

  /** Waits until something has happened, or a time has passed. */
  void await(CountDownLatch happened, Duration atMost) throws InterruptedException;
}
