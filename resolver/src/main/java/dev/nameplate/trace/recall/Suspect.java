package dev.nameplate.trace.recall;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.ItemId;
import java.time.Instant;
import java.util.Optional;

/**
 * An item that may be defective, with its defective period.
 *
 * @param item a lot or a thing
 * @param from start of the defect, in the years 1 to 9999: items made of it before are not
 *     affected; empty for always
 * @param until end of the defect: items made of it later are not affected; empty for never. Not
 *     before {@code from}
 */
public record Suspect(ItemId item, Optional<Instant> from, Optional<Instant> until) {
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

  /** Checks the times. */
  public Suspect {
    from.ifPresent(time -> requireInRange("suspects.from", time));
    until.ifPresent(time -> requireInRange("suspects.until", time));
    if (from.isPresent() && until.isPresent() && until.get().isBefore(from.get())) {
      throw InvalidInputException.of(
          "suspects.until", until.get().toString(), "not before " + from.get());
    }
  }

  static void requireInRange(String field, Instant time) {
    if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
      throw InvalidInputException.of(field, time.toString(), EARLIEST + " to " + LATEST);
    }
  }

  /** Something that always was suspect. */
  public static Suspect of(ItemId item) {
    return new Suspect(item, Optional.empty(), Optional.empty());
  }

  /** Something that is suspect since it went bad. */
  public static Suspect since(ItemId item, Instant from) {
    return new Suspect(item, Optional.of(from), Optional.empty());
  }

  /** True if it is defective in a limited period. */
  boolean isBounded() {
    return from.isPresent() || until.isPresent();
  }
}
