package dev.nameplate.template;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A text that is a day or a moment.
 *
 * <p><b>Source:</b> RFC 3339, section 5.6, {@code full-date} and {@code date-time}.
 *
 * @param day the day as it is written
 * @param moment the moment; empty for a day
 */
record DateText(LocalDate day, Optional<Instant> moment) {
  private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern MOMENT =
      Pattern.compile(
          DAY + "T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-](0[0-9]|1[0-7]):[0-5][0-9])");

  static Optional<DateText> parse(String text) {
    try {
      if (MOMENT.matcher(text).matches()) {
        OffsetDateTime moment = OffsetDateTime.parse(text);
        return Optional.of(new DateText(moment.toLocalDate(), Optional.of(moment.toInstant())));
      }
      return day(text).map(day -> new DateText(day, Optional.empty()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  static Optional<LocalDate> day(String text) {
    try {
      return DAY.matcher(text).matches() ? Optional.of(LocalDate.parse(text)) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
