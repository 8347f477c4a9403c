package dev.nameplate.cache;

import java.util.concurrent.atomic.LongAdder;

/** Counts what an {@link UpstreamCache} does. Thread-safe. */
final class CacheCounters {
  final LongAdder hits = new LongAdder();
  final LongAdder negativeHits = new LongAdder();

  /** Questions that no fresh answer was in memory for: misses, stale answers, failure hits. */
  final LongAdder notFresh = new LongAdder();

  final LongAdder stale = new LongAdder();
  final LongAdder failureHits = new LongAdder();
  final LongAdder coalesced = new LongAdder();
  final LongAdder refreshes = new LongAdder();
  final LongAdder failures = new LongAdder();
  final LongAdder invalidations = new LongAdder();

  CacheStatistics statistics(long entries, long bytes) {
    long fromMemory = stale.sum() + failureHits.sum(); // before the sum that they are part of
    return new CacheStatistics(
        hits.sum(),
        Math.max(0, notFresh.sum() - fromMemory),
        stale.sum(),
        negativeHits.sum(),
        coalesced.sum(),
        failureHits.sum(),
        refreshes.sum(),
        failures.sum(),
        invalidations.sum(),
        entries,
        bytes);
  }
}
