package dev.nameplate.server.bench;

import java.util.concurrent.locks.LockSupport;

/** Clock and waiting, replaceable in tests. */
interface Time {
  /** The time of this machine. */
  Time REAL =
      new Time() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void sleepUntil(long nanos) {
          for (long left = nanos - nanos(); left > 0; left = nanos - nanos()) {
            LockSupport.parkNanos(left);
          }
        }
      };

  /** Nanoseconds since some moment. */
  long nanos();

  /** Returns as soon as {@link #nanos} is not below {@code nanos}. */
  void sleepUntil(long nanos);
}
