package dev.nameplate.server.bench;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Counts invocations a second of processor time, that of processes started by the benchmark
 * included. Unlike the clock it does not see the neighbours on a busy machine; nor does it see
 * waiting for the disk.
 */
public final class ProcessorTime implements InternalProfiler {
  static final String RATE = "perProcessorSecond";

  private static final double NANOS = 1e9;

  private long before;

  @Override
  public String getDescription() {
    return "invocations a second of processor time";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before = usedNanos();
  }

  @Override
  public Collection<ScalarResult> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double seconds = (usedNanos() - before) / NANOS;
    double rate = result.getMetadata().getMeasuredOps() / seconds;
    return List.of(new ScalarResult(RATE, rate, "ops/s", AggregationPolicy.AVG));
  }

  private static long usedNanos() {
    ProcessHandle self = ProcessHandle.current();
    return Stream.concat(Stream.of(self), self.children())
        .mapToLong(process -> process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos())
        .sum();
  }
}
