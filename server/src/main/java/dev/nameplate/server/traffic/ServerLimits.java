package dev.nameplate.server.traffic;

import java.time.Duration;

/**
 * What all callers together may have a server hold.
 *
 * @param bytes the most bytes of requests and answers that are held at once, at least 4 MiB
 * @param requestTime how long a request may take to arrive
 * @param stallTime how long the end of a refused call may stay unread before its connection is
 *     closed; and after how long without a sign of life a call or a connection gives way to others
 *     when there is too little room for all
 */
public record ServerLimits(long bytes, Duration requestTime, Duration stallTime) {
  private static final long LEAST_BYTES = 4L << 20;
  private static final Duration REQUEST_TIME = Duration.ofSeconds(30);
  private static final Duration STALL_TIME = Duration.ofMinutes(1);

  /** Checks the ranges. */
  public ServerLimits {
    if (bytes < LEAST_BYTES || !isPositive(requestTime) || !isPositive(stallTime)) {
      throw new IllegalArgumentException(
          "limits: bytes "
              + bytes
              + ", requestTime "
              + requestTime
              + ", stallTime "
              + stallTime
              + " (expected: bytes at least "
              + LEAST_BYTES
              + ", times more than 0)");
    }
  }

  /** A quarter of the heap, half a minute, and a minute. */
  public static ServerLimits ofProcess() {
    return new ServerLimits(
        Math.max(LEAST_BYTES, Runtime.getRuntime().maxMemory() / 4), REQUEST_TIME, STALL_TIME);
  }

  private static boolean isPositive(Duration time) {
    return !time.isNegative() && !time.isZero();
  }
}
