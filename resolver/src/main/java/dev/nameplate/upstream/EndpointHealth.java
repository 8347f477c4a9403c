package dev.nameplate.upstream;

import dev.nameplate.record.Endpoint;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Latencies and failures of recently asked endpoints. Keeps {@value #MOST_ENDPOINTS} endpoints, for
 * ten minutes each. Thread-safe.
 */
final class EndpointHealth {
  private static final int MOST_ENDPOINTS = 4_096;
  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  /** Weight of a new latency in the average. */
  private static final double WEIGHT = 0.25;

  private final UpstreamTimings timings;
  private final LongSupplier nanoTime;
  private final Map<Endpoint, Memory> memories = new LinkedHashMap<>(16, 0.75f, true);

  private static final class Memory {
    /** Negative while the endpoint never answered. */
    private double usualNanos = -1;

    private int failures;
    private boolean probed;
    private long retryAt;
    private long touchedAt;
  }

  private record Rank(Endpoint endpoint, int rank) {}

  EndpointHealth(UpstreamTimings timings, LongSupplier nanoTime) {
    this.timings = timings;
    this.nanoTime = nanoTime;
  }

  /**
   * The endpoints in the order in which to ask them: first unknown endpoints, and failed endpoints
   * due for a retry, to learn about them; then by speed, where less than a factor of two makes no
   * difference; then failing endpoints. Otherwise the order is kept.
   */
  synchronized List<Endpoint> inOrder(List<Endpoint> endpoints) {
    long now = nanoTime.getAsLong();
    return endpoints.stream()
        .map(endpoint -> new Rank(endpoint, rank(memory(endpoint, now), now)))
        .sorted(Comparator.comparingInt(Rank::rank))
        .map(Rank::endpoint)
        .toList();
  }

  /** Time to wait for an endpoint before another is asked as well. */
  synchronized Duration hedgeAfter(Endpoint endpoint) {
    Memory memory = memory(endpoint, nanoTime.getAsLong());
    if (memory == null || memory.usualNanos < 0) {
      return timings.unknownHedge();
    }
    Duration twice = Duration.ofNanos((long) (2 * memory.usualNanos));
    return twice.compareTo(timings.shortestHedge()) > 0 ? twice : timings.shortestHedge();
  }

  /** Notes a question to an endpoint; a single question retries a failed endpoint. */
  synchronized void asked(Endpoint endpoint) {
    long now = nanoTime.getAsLong();
    Memory memory = memory(endpoint, now);
    if (memory != null && isDue(memory, now)) {
      memory.probed = true;
      memory.retryAt = now + backOff(memory.failures);
    }
  }

  /** Notes an answer, or a refusal. */
  synchronized void answered(Endpoint endpoint, Duration took) {
    Memory memory = touch(endpoint);
    memory.failures = 0;
    memory.probed = false;
    learn(memory, took.toNanos());
  }

  /** Notes that another endpoint answered first. */
  synchronized void overtaken(Endpoint endpoint, Duration after) {
    Memory memory = touch(endpoint);
    if (memory.usualNanos < after.toNanos()) {
      learn(memory, after.toNanos());
    }
  }

  /** Notes a missing answer. Simultaneous failures are a single failure. */
  synchronized void failed(Endpoint endpoint) {
    Memory memory = touch(endpoint);
    long now = memory.touchedAt;
    if (memory.failures == 0 || memory.probed || isDue(memory, now)) {
      memory.failures++;
      memory.probed = false;
      memory.retryAt = now + backOff(memory.failures);
    }
  }

  private static int rank(@Nullable Memory memory, long now) {
    if (memory == null || isDue(memory, now)) {
      return 0;
    }
    if (memory.failures > 0) {
      return Integer.MAX_VALUE;
    }
    return 1 + Long.SIZE - Long.numberOfLeadingZeros((long) memory.usualNanos >> 20); // some ms
  }

  private static boolean isDue(Memory memory, long now) {
    return memory.failures > 0 && now - memory.retryAt >= 0;
  }

  private static void learn(Memory memory, long nanos) {
    memory.usualNanos =
        memory.usualNanos < 0 ? nanos : memory.usualNanos + WEIGHT * (nanos - memory.usualNanos);
  }

  private long backOff(int failures) {
    long shortest = timings.shortestBackOff().toNanos();
    return Math.min(timings.longestBackOff().toNanos(), shortest << Math.min(failures - 1, 12));
  }

  private @Nullable Memory memory(Endpoint endpoint, long now) {
    Memory memory = memories.get(endpoint);
    if (memory != null && now - memory.touchedAt > REMEMBERED.toNanos()) {
      memories.remove(endpoint);
      return null;
    }
    return memory;
  }

  private Memory touch(Endpoint endpoint) {
    long now = nanoTime.getAsLong();
    Memory known = memory(endpoint, now);
    Memory memory = known == null ? new Memory() : known;
    memory.touchedAt = now;
    memories.put(endpoint, memory);
    if (memories.size() > MOST_ENDPOINTS) {
      memories.remove(memories.keySet().iterator().next());
    }
    return memory;
  }
}
