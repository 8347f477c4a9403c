package dev.nameplate.trace.recall;

import dev.nameplate.error.InvalidInputException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A period of time, in whole milliseconds. Immutable.
 *
 * @param from start, included; in the years 1 to 9999
 * @param until end, excluded; after {@code from}, in the years 1 to 9999
 */
public record Period(Instant from, Instant until) {
  /** Checks the times. */
  public Period {
    Suspect.requireInRange("received.from", from);
    Suspect.requireInRange("received.until", until);
    from = from.truncatedTo(ChronoUnit.MILLIS);
    until = until.truncatedTo(ChronoUnit.MILLIS);
    if (!from.isBefore(until)) {
      throw InvalidInputException.of("received.until", until.toString(), "after " + from);
    }
  }

  /** True if a time, in milliseconds since 1970, is within the period. */
  boolean contains(long millis) {
    return from.toEpochMilli() <= millis && millis < until.toEpochMilli();
  }
}
