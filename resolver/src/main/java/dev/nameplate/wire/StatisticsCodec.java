package dev.nameplate.wire;

import dev.nameplate.cache.CacheStatistics;
import dev.nameplate.v1.GetCacheStatisticsRequest;
import dev.nameplate.v1.GetCacheStatisticsResponse;

/** Statistics of a cache: from the wire and to it. */
public final class StatisticsCodec {
  private StatisticsCodec() {}

  public static GetCacheStatisticsRequest request() {
    return GetCacheStatisticsRequest.getDefaultInstance();
  }

  public static GetCacheStatisticsResponse response(CacheStatistics statistics) {
    return GetCacheStatisticsResponse.newBuilder()
        .setHits(statistics.hits())
        .setMisses(statistics.misses())
        .setStale(statistics.stale())
        .setNegativeHits(statistics.negativeHits())
        .setCoalesced(statistics.coalesced())
        .setFailureHits(statistics.failureHits())
        .setRefreshes(statistics.refreshes())
        .setFailures(statistics.failures())
        .setInvalidations(statistics.invalidations())
        .setEntries(statistics.entries())
        .setBytes(statistics.bytes())
        .build();
  }

  public static CacheStatistics statistics(GetCacheStatisticsResponse response) {
    return new CacheStatistics(
        response.getHits(),
        response.getMisses(),
        response.getStale(),
        response.getNegativeHits(),
        response.getCoalesced(),
        response.getFailureHits(),
        response.getRefreshes(),
        response.getFailures(),
        response.getInvalidations(),
        response.getEntries(),
        response.getBytes());
  }
}
