package dev.nameplate.upstream;

import dev.nameplate.error.InvalidInputException;
import java.time.Duration;

/**
 * Time limits of questions to other nodes.
 *
 * @param attempt time limit of an endpoint's answer, including address look-up and connection
 * @param recursiveAttempt the same for a node that asks further nodes
 * @param connect time limit of establishing a TCP connection
 * @param shortestHedge minimum wait for the first endpoint before a second endpoint is asked as
 *     well; the wait is twice its usual time
 * @param unknownHedge the wait if its usual time is unknown
 * @param shortestBackOff time after a failure for which an endpoint is skipped unless it is the
 *     only one; it doubles with each further failure
 * @param longestBackOff upper bound of that time
 * @param idle time without a question after which a connection is closed, 1 second or more
 */
public record UpstreamTimings(
    Duration attempt,
    Duration recursiveAttempt,
    Duration connect,
    Duration shortestHedge,
    Duration unknownHedge,
    Duration shortestBackOff,
    Duration longestBackOff,
    Duration idle) {
  /**
   * 1.5 seconds an attempt, 4 where the other node asks further, 1 to connect; a second endpoint
   * after 50 milliseconds, or 300 for an unknown one; back-off of 1 to 60 seconds; idle for 5
   * minutes.
   */
  public static final UpstreamTimings DEFAULT =
      new UpstreamTimings(
          Duration.ofMillis(1500),
          Duration.ofSeconds(4),
          Duration.ofSeconds(1),
          Duration.ofMillis(50),
          Duration.ofMillis(300),
          Duration.ofSeconds(1),
          Duration.ofSeconds(60),
          Duration.ofMinutes(5));

  /** Checks the ranges. */
  public UpstreamTimings {
    require("attempt", attempt, Duration.ofMillis(1));
    require("recursiveAttempt", recursiveAttempt, Duration.ofMillis(1));
    require("connect", connect, Duration.ofMillis(1));
    require("shortestHedge", shortestHedge, Duration.ZERO);
    require("unknownHedge", unknownHedge, Duration.ZERO);
    require("shortestBackOff", shortestBackOff, Duration.ofMillis(1));
    require("longestBackOff", longestBackOff, shortestBackOff);
    require("idle", idle, Duration.ofSeconds(1));
  }

  /** Copy of these timings with another time for an attempt, recursive or not. */
  public UpstreamTimings withAttempt(Duration time) {
    return new UpstreamTimings(
        time, time, connect, shortestHedge, unknownHedge, shortestBackOff, longestBackOff, idle);
  }

  /** Copy of these timings with another wait before a second endpoint is asked as well. */
  public UpstreamTimings withHedge(Duration shortest, Duration unknown) {
    return new UpstreamTimings(
        attempt,
        recursiveAttempt,
        connect,
        shortest,
        unknown,
        shortestBackOff,
        longestBackOff,
        idle);
  }

  /** Copy of these timings with another time after which an unused connection is closed. */
  public UpstreamTimings withIdle(Duration time) {
    return new UpstreamTimings(
        attempt,
        recursiveAttempt,
        connect,
        shortestHedge,
        unknownHedge,
        shortestBackOff,
        longestBackOff,
        time);
  }

  private static void require(String field, Duration value, Duration least) {
    if (value.compareTo(least) < 0 || value.compareTo(Duration.ofHours(1)) > 0) {
      throw InvalidInputException.of(
          "upstream." + field, value.toString(), least.toMillis() + " ms to 1 hour");
    }
  }
}
