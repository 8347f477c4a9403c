package dev.nameplate.server.bench;

import dev.nameplate.error.ErrorReason;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Counts how the requests of a course end. Thread-safe. */
final class Tally {
  /** Reasons after which the node cannot be reached. */
  private static final Set<String> OUTAGES =
      Set.of(
          ErrorReason.UNREACHABLE.name(),
          ErrorReason.NODE_STOPPED.name(),
          ErrorReason.STORE_FAILED.name(),
          ErrorReason.STORE_FULL.name());

  private final Course course;
  private final Map<Load.Kind, Counted> counted = new EnumMap<>(Load.Kind.class);
  private final LongAdder assigned = new LongAdder();
  private final AtomicLong last;

  /** Results of the requests of a kind. */
  static final class Counted {
    private final Histogram nanos = new ConcurrentHistogram(3);
    private final Map<String, LongAdder> failures = new ConcurrentSkipListMap<>();

    /** Latencies of successful requests, in nanoseconds. */
    Histogram nanos() {
      return nanos;
    }

    /** Number of failed requests, by reason. */
    Map<String, Long> failures() {
      Map<String, Long> sums = new TreeMap<>();
      failures.forEach((reason, count) -> sums.put(reason, count.sum()));
      return sums;
    }

    /** True if there were none. */
    boolean isEmpty() {
      return nanos.getTotalCount() == 0 && failures.isEmpty();
    }
  }

  Tally(Course course) {
    this.course = course;
    this.last = new AtomicLong(course.countsFrom());
    for (Load.Kind kind : Load.Kind.values()) {
      counted.put(kind, new Counted());
    }
  }

  /**
   * Counts the end of a request.
   *
   * @param due its due time: time waited before its start is included
   * @param now time of its end
   */
  void ended(Load.Kind kind, Optional<String> failure, long due, long now) {
    failure.filter(OUTAGES::contains).ifPresent(outage -> course.breakOff());
    if (kind == Load.Kind.ASSIGN && failure.isEmpty()) {
      assigned.increment();
    }
    if (!course.counts(due)) {
      return;
    }
    Counted of = of(kind);
    if (failure.isPresent()) {
      of.failures.computeIfAbsent(failure.get(), reason -> new LongAdder()).increment();
    } else {
      of.nanos.recordValue(Math.max(0, now - due));
    }
    last.accumulateAndGet(now, Math::max);
  }

  /** Results of the requests of a kind. */
  Counted of(Load.Kind kind) {
    return counted.getOrDefault(kind, new Counted());
  }

  /** Number of assigned identifiers, including those not counted. */
  long assigned() {
    return assigned.sum();
  }

  /** True if any counted request failed. */
  boolean hasFailures() {
    return counted.values().stream().anyMatch(of -> !of.failures.isEmpty());
  }

  /** The kinds of which there were any. */
  Map<Load.Kind, Counted> all() {
    Map<Load.Kind, Counted> present = new EnumMap<>(counted);
    present.values().removeIf(Counted::isEmpty);
    return Collections.unmodifiableMap(present);
  }

  /** Time from the start of counting to the last answer, in seconds. */
  double seconds() {
    return (last.get() - course.countsFrom()) / 1e9;
  }
}
