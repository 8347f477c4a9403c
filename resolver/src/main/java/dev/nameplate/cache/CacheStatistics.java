package dev.nameplate.cache;

/**
 * How often a cache did what, since it was made. Each question about a newest version is one of
 * hits, misses, stale and failureHits.
 *
 * @param hits answered from memory, within the time to live
 * @param misses answered by asking other nodes, or not answered
 * @param stale answered from memory, past the time to live, because nobody gave a newer answer
 * @param negativeHits absences among the hits
 * @param coalesced questions that waited for the answer to an equal one
 * @param failureHits failures answered from memory
 * @param refreshes answers renewed before their time was up
 * @param failures times that other nodes were asked and gave no answer to believe
 * @param invalidations answers dropped because they were to be forgotten: their log had moved on
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
  /** All zero: there is no cache. */
  public static final CacheStatistics NONE = new CacheStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
