package dev.nameplate.trace.balance;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * What came out of a process for what went in, in one unit.
 *
 * @param process its name, or the id of the event that is a process by itself
 * @param unit a code of UN/CEFACT Recommendation 20
 * @param used what went in, exact
 * @param made what came out, exact
 * @param whole whether all that went in or came out has a quantity
 */
public record ProcessYield(
    String process, String unit, BigDecimal used, BigDecimal made, boolean whole) {
  private static final int PLACES = 2;

  /**
   * What came out in percent of what went in, rounded half up to two decimal places; empty if
   * nothing went in or nothing came out in this unit, or it is not said of everything how much it
   * was.
   */
  public Optional<BigDecimal> percent() {
    return whole && used.signum() > 0 && made.signum() > 0
        ? Optional.of(made.movePointRight(2).divide(used, PLACES, RoundingMode.HALF_UP))
        : Optional.empty();
  }
}
