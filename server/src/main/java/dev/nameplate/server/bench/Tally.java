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
  /** After these there is nobody to ask any more. */
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

  /** What became of the requests of one kind. */
  static final class Counted {
    private final Histogram nanos = new ConcurrentHistogram(3);
    private final Map<String, LongAdder> failures = new ConcurrentSkipListMap<>();

    /** How long those took that succeeded, in nanoseconds. */
    Histogram nanos() {
      return nanos;
    }

    /** How many failed, by reason. */
    Map<String, Long> failures() {
      Map<String, Long> sums = new TreeMap<>();
      failures.forEach((reason, count) -> sums.put(reason, count.sum()));
      return sums;
    }

    /** Whether there were any. */
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
   * A request has ended.
   *
   * @param due when it was to begin: what it waited before it could counts as well
   * @param now when it ended
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

  /** What became of the requests of a kind. */
  Counted of(Load.Kind kind) {
    return counted.getOrDefault(kind, new Counted());
  }

  /** How many identifiers were assigned, those included that do not count. */
  long assigned() {
    return assigned.sum();
  }

  /** Whether any request that counts has failed. */
  boolean hasFailures() {
    return counted.values().stream().anyMatch(of -> !of.failures.isEmpty());
  }

  /** The kinds of which there were any. */
  Map<Load.Kind, Counted> all() {
    Map<Load.Kind, Counted> present = new EnumMap<>(counted);
    present.values().removeIf(Counted::isEmpty);
    return Collections.unmodifiableMap(present);
  }

  /** From when counting began until the last answer, in seconds. */
  double seconds() {
    return (last.get() - course.countsFrom()) / 1e9;
  }
}
