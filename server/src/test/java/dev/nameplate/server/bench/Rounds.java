package dev.nameplate.server.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What an {@link InTurns} benchmark measured: rounds, in each of which every contestant had one
 * turn.
 */
final class Rounds {
  private final int contestants;
  private final List<IterationResult> iterations;

  private Rounds(int contestants, List<IterationResult> iterations) {
    this.contestants = contestants;
    this.iterations = iterations;
  }

  /** Runs a benchmark in a JVM of its own. */
  static Rounds run(Class<? extends InTurns> benchmark, int contestants) throws RunnerException {
    var options =
        new OptionsBuilder()
            .include("\\." + benchmark.getSimpleName() + "\\.")
            .addProfiler(ProcessorTime.class)
            .forks(1)
            .build();
    RunResult result = new Runner(options).runSingle();
    BenchmarkParams params = result.getParams();
    if (params.getWarmup().getCount() % contestants != 0
        || params.getMeasurement().getCount() % contestants != 0) {
      throw new IllegalStateException(
          benchmark + ": its iterations are no whole rounds of " + contestants);
    }
    return new Rounds(
        contestants,
        result.getBenchmarkResults().stream()
            .flatMap(fork -> fork.getIterationResults().stream())
            .toList());
  }

  /** The median over all rounds of one contestant's rate by the clock divided by another's. */
  double byClock(int contestant, int reference) {
    return ratio(contestant, reference, turn -> turn.getPrimaryResult().getScore());
  }

  /** The same with rates by {@link ProcessorTime}. */
  double byProcessor(int contestant, int reference) {
    return ratio(
        contestant,
        reference,
        turn ->
            Objects.requireNonNull(turn.getSecondaryResults().get(ProcessorTime.RATE)).getScore());
  }

  private double ratio(int contestant, int reference, ToDoubleFunction<IterationResult> rate) {
    double[] ratios = new double[iterations.size() / contestants];
    for (int round = 0; round < ratios.length; round++) {
      int first = round * contestants;
      ratios[round] =
          rate.applyAsDouble(iterations.get(first + contestant))
              / rate.applyAsDouble(iterations.get(first + reference));
    }
    return median(ratios);
  }

  private static double median(double[] numbers) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
