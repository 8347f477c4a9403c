package dev.nameplate.resolve;

import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Computes the time for which answers may be reused. */
public final class TimesToLive {
  private TimesToLive() {}

  /**
   * Time for which a record may be reused: the shortest of its public values'. Restricted values
   * are left out, since the answer's time would reveal them.
   *
   * @param now the time of the question
   * @param empty the result for a record without public values
   */
  public static Duration of(IdentifierRecord record, Instant now, Duration empty) {
    return record.values().stream()
        .filter(value -> value.permissions().publicRead())
        .map(RecordValue::timeToLive)
        .map(ttl -> ttl.remainingAt(now))
        .min(Comparator.naturalOrder())
        .orElse(empty);
  }

  /** The shortest of some times, and none if that is over already. */
  public static Duration shortest(Duration... times) {
    Duration shortest = Collections.min(List.of(times));
    return shortest.isNegative() ? Duration.ZERO : shortest;
  }
}
