package dev.nameplate.server.traffic;

import java.time.Duration;

/**
 * Limits of what all callers together may make a server hold.
 *
 * @param bytes the most bytes of requests and answers held, at least 4 MiB
 * @param requestTime time limit for a request to arrive
 * @param stallTime time for which the end of a refused call may stay unread before its connection
 *     is closed; also the time without activity after which a call or a connection gives way to
 *     others when room is scarce
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
