package dev.nameplate.cache;

/**
 * How often a cache did what, since it was made.
 *
 * @param hits answered from memory, within the time to live
 * @param misses not in memory
 * @param stale answered from memory, past the time to live, because nobody gave a newer answer
 * @param negativeHits absences among the hits
 * @param coalesced questions that waited for the answer to an equal one
 * @param failureHits failures answered from memory
 * @param refreshes answers renewed before their time was up
 * @param failures questions that nobody answered
 * @param invalidations answers dropped because their log had moved on
 * @param entries answers in memory now
 * @param bytes estimate of the heap they take now
 */
public record CacheStatistics(
    long hits,
    long misses,
    long stale,
    long negativeHits,
    long coalesced,
    long failureHits,
    long refreshes,
    long failures,
    long invalidations,
    long entries,
    long bytes) {
  /** Those of a cache that there is none of. */
  public static final CacheStatistics NONE = new CacheStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
