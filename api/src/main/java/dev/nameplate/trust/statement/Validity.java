package dev.nameplate.trust.statement;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A span of time, in whole milliseconds.
 *
 * @param from its first moment, 1970 or later
 * @param until the first moment behind it, later than {@code from}; {@link #ALWAYS} ends in the
 *     year 9999, which means no end
 */
public record Validity(Instant from, Instant until) {
  private static final Instant NO_END = Instant.ofEpochMilli(BatchHeader.MAX_MILLIS);

  /** All of time. */
  public static final Validity ALWAYS = new Validity(Instant.EPOCH, NO_END);

  /** Checks the ranges. */
  public Validity {
    requireMillis("valid_from", from);
    requireMillis("valid_until", until);
    if (!from.isBefore(until)) {
      throw new InvalidInputException(
          ErrorReason.INVALID_ARGUMENT, "valid_until", until.toString(), "later than " + from);
    }
  }

  private static void requireMillis(String field, Instant moment) {
    if (moment.isBefore(Instant.EPOCH)
        || moment.isAfter(NO_END)
        || !moment.equals(moment.truncatedTo(ChronoUnit.MILLIS))) {
      throw new InvalidInputException(
          ErrorReason.INVALID_ARGUMENT,
          field,
          moment.toString(),
          "whole milliseconds, 1970 to the year 9999");
    }
  }

  /** A span from a moment on, cut to the millisecond, without end. */
  public static Validity from(Instant moment) {
    return new Validity(moment.truncatedTo(ChronoUnit.MILLIS), NO_END);
  }

  /** Copy of this span with another end. */
  public Validity endingAt(Instant end) {
    return new Validity(from, end);
  }

  /** True for a span with an end. */
  public boolean ends() {
    return !until.equals(NO_END);
  }

  /** True for a moment within the span. */
  public boolean contains(Instant moment) {
    return !moment.isBefore(from) && moment.isBefore(until);
  }

  /** The span in words: {@code from … until …}. */
  @Override
  public String toString() {
    return "from " + from + (ends() ? " until " + until : " on");
  }
}
