package dev.nameplate.cache;

import dev.nameplate.error.InvalidInputException;
import java.time.Duration;

/**
 * Bounds of an {@link UpstreamCache}: memory, age, and the times of renewal.
 *
 * @param recordBytes heap for records, as estimated, in bytes
 * @param absenceBytes heap for absences, as estimated, in bytes
 * @param longestRecord the longest time to live of a record
 * @param longestAbsence the longest time to live of an absence, at most one hour
 * @param staleFor time after its expiry for which an answer may be given if no node gives a newer
 *     one (RFC 8767); zero for none
 * @param staleAfter time that a question waits for a newer answer before it gets the stale answer
 * @param staleTimeToLive the time to live of a stale answer, and the pause after a failed renewal
 * @param shortestFailure duration of the first failure of a question; it doubles each time (RFC
 *     9520)
 * @param longestFailure the longest duration of a failure
 * @param waitersPerIdentifier the most questions that wait for the answer to an equal question
 * @param questionsInFlight the most identifiers with a pending question
 */
public record UpstreamCacheBounds(
    long recordBytes,
    long absenceBytes,
    Duration longestRecord,
    Duration longestAbsence,
    Duration staleFor,
    Duration staleAfter,
    Duration staleTimeToLive,
    Duration shortestFailure,
    Duration longestFailure,
    int waitersPerIdentifier,
    int questionsInFlight) {
  /**
   * 64 MiB of records for at most a day and stale for another, 8 MiB of absences for at most five
   * minutes, failures for 1 to 60 seconds.
   */
  public static final UpstreamCacheBounds DEFAULT =
      new UpstreamCacheBounds(
          64L << 20,
          8L << 20,
          Duration.ofDays(1),
          Duration.ofMinutes(5),
          Duration.ofDays(1),
          Duration.ofMillis(1800),
          Duration.ofSeconds(30),
          Duration.ofSeconds(1),
          Duration.ofSeconds(60),
          1_000,
          10_000);

  /** Checks the ranges. */
  public UpstreamCacheBounds {
    require("cache.recordBytes", recordBytes >= 0, recordBytes, "0 or more");
    require("cache.absenceBytes", absenceBytes >= 0, absenceBytes, "0 or more");
    requireTime("cache.longestRecord", longestRecord, Duration.ofDays(365));
    requireTime("cache.longestAbsence", longestAbsence, Duration.ofHours(1));
    requireTime("cache.staleFor", staleFor, Duration.ofDays(7));
    requireTime("cache.staleAfter", staleAfter, Duration.ofMinutes(1));
    requireTime("cache.staleTimeToLive", staleTimeToLive, Duration.ofMinutes(5));
    requireTime("cache.shortestFailure", shortestFailure, Duration.ofMinutes(5));
    requireTime("cache.longestFailure", longestFailure, Duration.ofMinutes(5));
    require(
        "cache.shortestFailure",
        shortestFailure.compareTo(longestFailure) <= 0,
        shortestFailure,
        "at most cache.longestFailure, " + longestFailure.toSeconds() + " seconds");
    require(
        "cache.waitersPerIdentifier", waitersPerIdentifier > 0, waitersPerIdentifier, "1 or more");
    require("cache.questionsInFlight", questionsInFlight > 0, questionsInFlight, "1 or more");
  }

  /** Copy of these bounds with other amounts of heap. */
  public UpstreamCacheBounds withBytes(long records, long absences) {
    return new UpstreamCacheBounds(
        records,
        absences,
        longestRecord,
        longestAbsence,
        staleFor,
        staleAfter,
        staleTimeToLive,
        shortestFailure,
        longestFailure,
        waitersPerIdentifier,
        questionsInFlight);
  }

  private static void requireTime(String field, Duration value, Duration most) {
    require(
        field,
        !value.isNegative() && value.compareTo(most) <= 0,
        value,
        "0 to " + most.toSeconds() + " seconds");
  }

  private static void require(String field, boolean holds, Object value, String expected) {
    if (!holds) {
      throw InvalidInputException.of(field, value.toString(), expected);
    }
  }
}
