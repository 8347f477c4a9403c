package dev.nameplate.epcis;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as EPCIS writes them: date, time, and offset from UTC. */
final class EpcisTime {
  private static final Pattern SYNTAX =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2})(?:\\.(\\d{1,32}))?([Zz]|[+-]\\d{2}:?\\d{2})");
  private static final Pattern OFFSET = Pattern.compile("[+-]\\d{2}:\\d{2}");
  private static final int NANO_DIGITS = 9;
  private static final int NANOS_A_MICRO = 1000;

  private EpcisTime() {}

  /** A time with its offset, digits below nanoseconds cut off; empty if malformed. */
  static Optional<OffsetDateTime> parse(String text) {
    Matcher parts = SYNTAX.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String fraction = parts.group(2) == null ? "" : parts.group(2);
    String offset = parts.group(3);
    if (offset.length() == 5) {
      offset = offset.substring(0, 3) + ":" + offset.substring(3);
    }
    try {
      return Optional.of(
          OffsetDateTime.parse(
              parts.group(1)
                  + "."
                  + (fraction + "0".repeat(NANO_DIGITS)).substring(0, NANO_DIGITS)
                  + offset));
    } catch (DateTimeException e) {
      return Optional.empty(); // no such day, hour or offset
    }
  }

  /** An offset such as {@code +02:00}; empty if malformed. */
  static Optional<ZoneOffset> parseOffset(String text) {
    if (!OFFSET.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(ZoneOffset.of(text));
    } catch (DateTimeException e) {
      return Optional.empty(); // more than 18 hours
    }
  }

  /**
   * A time rounded to milliseconds as for the event hash id: digits below microseconds are cut off,
   * a half goes to the even neighbour.
   */
  static Instant rounded(Instant time) {
    long seconds = time.getEpochSecond();
    BigDecimal millis =
        BigDecimal.valueOf(time.getNano() / NANOS_A_MICRO, 3).setScale(0, RoundingMode.HALF_EVEN);
    return Instant.ofEpochSecond(seconds).plusMillis(millis.longValueExact());
  }
}
