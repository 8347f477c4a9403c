package dev.nameplate.server.bench;

import java.util.Arrays;
import java.util.List;

/**
 * Rates of contestants that took turns, so that other load of the machine affects all alike. A
 * round is one turn of each.
 */
final class Rounds {
  private static final double NANOS = 1e9;

  /** Rates by contestant, then by round. */
  private final double[][] rates;

  private Rounds(int contestants, int rounds) {
    this.rates = new double[contestants][rounds];
  }

  /**
   * Runs the contestants in turns.
   *
   * @param rounds how many rounds count, 1 or more; half as many come before, to warm up
   */
  static Rounds run(int rounds, List<? extends Contestant> contestants) {
    int warmUp = (rounds + 1) / 2;
    Rounds measured = new Rounds(contestants.size(), rounds);
    for (int round = -warmUp; round < rounds; round++) {
      for (int contestant = 0; contestant < contestants.size(); contestant++) {
        double rate = rateOf(contestants.get(contestant));
        if (round >= 0) {
          measured.rates[contestant][round] = rate;
        }
      }
    }
    return measured;
  }

  private static double rateOf(Contestant contestant) {
    contestant.prepare();
    long began = System.nanoTime();
    long done = contestant.turn();
    return done * NANOS / (System.nanoTime() - began);
  }

  /**
   * Comparison of two contestants; each number is the median over all rounds.
   *
   * @param rate rate of the first, per second
   * @param reference rate of the second, per second
   * @param ratio the first's rate divided by the second's
   */
  record Comparison(double rate, double reference, double ratio) {}

  /** Compares a contestant with another, by their numbers. */
  Comparison compare(int contestant, int reference) {
    double[] ratios = new double[rates[contestant].length];
    Arrays.setAll(ratios, round -> rates[contestant][round] / rates[reference][round]);
    return new Comparison(median(rates[contestant]), median(rates[reference]), median(ratios));
  }

  static double median(double[] numbers) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
