package dev.nameplate.server.traffic;

import java.time.Duration;

/**
 * What all callers together may have a server hold.
 *
 * @param bytes the most bytes of requests and answers that are held at once, at least 4 MiB
 * @param requestTime how long a request may take to arrive
 */
public record ServerLimits(long bytes, Duration requestTime) {
  private static final long LEAST_BYTES = 4L << 20;
  private static final Duration REQUEST_TIME = Duration.ofSeconds(30);

  /** Checks the ranges. */
  public ServerLimits {
    if (bytes < LEAST_BYTES || requestTime.isNegative() || requestTime.isZero()) {
      throw new IllegalArgumentException(
          "limits: bytes "
              + bytes
              + ", requestTime "
              + requestTime
              + " (expected: at least "
              + LEAST_BYTES
              + ", and more than 0)");
    }
  }

  /** A quarter of the heap, and half a minute. */
  public static ServerLimits ofProcess() {
    return new ServerLimits(
        Math.max(LEAST_BYTES, Runtime.getRuntime().maxMemory() / 4), REQUEST_TIME);
  }
}
