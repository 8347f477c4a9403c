package dev.nameplate.record;

import java.time.Duration;
import java.time.Instant;

/**
 * Time for which a value may be reused.
 *
 * <p><b>Source:</b> RFC 3651, section 3.1 ("TTL"): relative or absolute, in seconds.
 */
public sealed interface TimeToLive {
  /** One day after receipt. */
  TimeToLive DEFAULT = new Relative(Duration.ofDays(1));

  /** Remaining time for a reader that receives the value now; never negative. */
  Duration remainingAt(Instant now);

  /**
   * Counted from when the value was received.
   *
   * @param duration whole seconds, 0 to 31,536,000 (365 days); zero means "do not reuse"
   */
  record Relative(Duration duration) implements TimeToLive {
    /** The longest duration, in seconds. */
    public static final long MAX_SECONDS = 31_536_000;

    /** Checks the range. */
    public Relative {
      if (duration.isNegative()
          || duration.toSeconds() > MAX_SECONDS
          || duration.toNanosPart() != 0) {
        throw new InvalidRecordException(
            "ttl", duration.toString(), "whole seconds, 0 to " + MAX_SECONDS);
      }
    }

    @Override
    public Duration remainingAt(Instant now) {
      return duration;
    }
  }

  /**
   * A time to live up to a moment.
   *
   * @param moment whole seconds, after 1970-01-01T00:00:00Z and before the year 10000
   */
  record Until(Instant moment) implements TimeToLive {
    private static final long MAX_EPOCH_SECOND = 253_402_300_799L;

    /** Checks the range. */
    public Until {
      long second = moment.getEpochSecond();
      if (second < 1 || second > MAX_EPOCH_SECOND || moment.getNano() != 0) {
        throw new InvalidRecordException(
            "ttl", moment.toString(), "whole seconds, 1970-01-01T00:00:01Z to the year 9999");
      }
    }

    @Override
    public Duration remainingAt(Instant now) {
      return now.isBefore(moment) ? Duration.between(now, moment) : Duration.ZERO;
    }
  }
}
