package dev.nameplate.server.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.server.json.Json;
import java.util.Locale;

/**
 * A row of the floor.
 *
 * @param work the measured work
 * @param reference the reference
 * @param measured result of the work, in {@code unit}
 * @param against result of the reference, in {@code unit}
 * @param unit the unit, for example {@code /s}
 * @param ratio the work's figure divided by the reference's; where they took turns, the median over
 *     the rounds
 * @param bound the required side of the target
 * @param target the ratio to reach, or to stay within
 */
record Figure(
    String work,
    String reference,
    double measured,
    double against,
    String unit,
    double ratio,
    Bound bound,
    double target) {

  /** On which side of the target a ratio is to be. */
  enum Bound {
    AT_LEAST(">="),
    AT_MOST("<=");

    private final String sign;

    Bound(String sign) {
      this.sign = sign;
    }
  }

  /** Compares the rates of work and reference, whose ratio must reach a target. */
  static Figure ofRates(String work, String reference, Rounds.Comparison rates, double target) {
    return new Figure(
        work,
        reference,
        rates.rate(),
        rates.reference(),
        "/s",
        rates.ratio(),
        Bound.AT_LEAST,
        target);
  }

  boolean met() {
    return bound == Bound.AT_LEAST ? ratio >= target : ratio <= target;
  }

  /** Header of the table. */
  static String head() {
    return line("work", "against", "ratio", "target", "met", "");
  }

  /** The row of a table. */
  String row() {
    return line(
        work,
        reference,
        String.format(Locale.ROOT, "%.2f", ratio),
        String.format(Locale.ROOT, "%s %.2f", bound.sign, target),
        met() ? "yes" : "no",
        number(measured) + unit + " : " + number(against) + unit);
  }

  /** The row for programs. */
  ObjectNode json() {
    return Json.object()
        .put("work", work)
        .put("against", reference)
        .put("ratio", ratio)
        .put("bound", bound == Bound.AT_LEAST ? "at least" : "at most")
        .put("target", target)
        .put("met", met())
        .put("measured", measured)
        .put("reference", against)
        .put("unit", unit.strip());
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, number < 100 ? "%.2f" : "%,.0f", number);
  }

  private static String line(String... cells) {
    return String.format("%-36s  %-48s  %6s  %8s  %-3s  %s", (Object[]) cells).stripTrailing();
  }
}
