package dev.nameplate.cache;

import dev.nameplate.error.InvalidInputException;
import java.time.Duration;

/**
 * Bounds of the memory and the age of kept answers.
 *
 * @param recordBytes the most bytes of heap for records, roughly; 0 keeps none
 * @param absenceBytes the most bytes of heap for absences, roughly; 0 keeps none
 * @param longestRecord the longest a kept record is given, whatever its time to live
 * @param longestAbsence the longest a kept absence is given
 */
public record CacheBounds(
    long recordBytes, long absenceBytes, Duration longestRecord, Duration longestAbsence) {
  private static final long SHARE = 8;

  /**
   * An eighth of the largest heap, at most 64 MiB, for records for at most a day; an eighth of that
   * for absences for at most five minutes.
   */
  public static final CacheBounds DEFAULT = ofHeap(Runtime.getRuntime().maxMemory());

  static CacheBounds ofHeap(long heapBytes) {
    long records = Math.min(64L << 20, heapBytes / SHARE);
    return new CacheBounds(records, records / SHARE, Duration.ofDays(1), Duration.ofMinutes(5));
  }

  /** Checks that nothing is negative. */
  public CacheBounds {
    require("cache.recordBytes", recordBytes >= 0, Long.toString(recordBytes));
    require("cache.absenceBytes", absenceBytes >= 0, Long.toString(absenceBytes));
    require("cache.longestRecord", !longestRecord.isNegative(), longestRecord.toString());
    require("cache.longestAbsence", !longestAbsence.isNegative(), longestAbsence.toString());
  }

  private static void require(String field, boolean holds, String value) {
    if (!holds) {
      throw InvalidInputException.of(field, value, "0 or more");
    }
  }
}
