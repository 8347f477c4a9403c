package dev.nameplate.cache;

/**
 * Counters of a cache since its creation. Each question about a newest version increments exactly
 * one of hits, misses, stale and failureHits.
 *
 * @param hits answered from memory, within the time to live
 * @param misses answered by asking other nodes, or not answered
 * @param stale answered from memory, past the time to live, because no node gave a newer answer
 * @param negativeHits absences among the hits
 * @param coalesced questions that waited for the answer to an equal question
 * @param failureHits failures answered from memory
 * @param refreshes answers renewed before their expiry
 * @param failures questions to other nodes without a valid answer
 * @param invalidations answers dropped because their log had changed
 * @param entries current number of answers
 * @param bytes estimate of their current heap
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
  /** All zero, for a node without a cache. */
  public static final CacheStatistics NONE = new CacheStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
