package dev.nameplate.trace.balance;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * The yield of a process in a unit.
 *
 * @param process its name, or the id of the event that is a process by itself
 * @param unit a code of UN/CEFACT Recommendation 20
 * @param used amount of the inputs, exact
 * @param made amount of the outputs, exact
 * @param whole true if all inputs and outputs have a quantity
 */
public record ProcessYield(
    String process, String unit, BigDecimal used, BigDecimal made, boolean whole) {
  private static final int PLACES = 2;

  /**
   * Outputs in percent of inputs, rounded half up to two decimal places; empty if either is zero in
   * this unit, or some quantity is unknown.
   */
  public Optional<BigDecimal> percent() {
    return whole && used.signum() > 0 && made.signum() > 0
        ? Optional.of(made.movePointRight(2).divide(used, PLACES, RoundingMode.HALF_UP))
        : Optional.empty();
  }
}
