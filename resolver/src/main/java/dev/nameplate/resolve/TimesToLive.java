package dev.nameplate.resolve;

import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    @Nullable Duration shortest = null;
    for (RecordValue value : record.values()) {
      if (value.permissions().publicRead()) {
        Duration left = value.timeToLive().remainingAt(now);
        shortest = shortest == null || left.compareTo(shortest) < 0 ? left : shortest;
      }
    }
    return shortest == null ? empty : shortest;
  }

  /** The shortest of some times, and none if that is over already. */
  public static Duration shortest(Duration... times) {
    Duration shortest = Collections.min(List.of(times));
    return shortest.isNegative() ? Duration.ZERO : shortest;
  }
}
