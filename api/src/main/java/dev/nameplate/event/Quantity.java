package dev.nameplate.event;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * How much of a thing: an exact decimal number and a unit. Two quantities of different units are
 * never added.
 *
 * <p><b>Source:</b> EPCIS 2.0, section 7.3.3.3 (QuantityElement); UN/CEFACT Recommendation 20.
 *
 * @param amount 0 or more, written with at most {@value #MAX_CHARACTERS} characters
 * @param unit a code of UN/CEFACT Recommendation 20: 2 or 3 of A-Z and 0-9, for example {@code
 *     KGM}, {@code TNE}, {@code MTR}, {@code C62} for pieces
 */
public record Quantity(BigDecimal amount, String unit) {
  /** The most characters of an amount. */
  public static final int MAX_CHARACTERS = 64;

  /** The unit of what is counted: "one". */
  public static final String PIECES = "C62";

  private static final Pattern AMOUNT =
      Pattern.compile("(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,2})?");
  private static final Pattern UNIT = Pattern.compile("[A-Z0-9]{2,3}");

  /** Checks sign and unit. */
  public Quantity {
    if (amount.signum() < 0) {
      throw new InvalidEventException("amount", amount.toPlainString(), "0 or more");
    }
    if (amount.toString().length() > MAX_CHARACTERS) {
      throw new InvalidEventException(
          "amount", amount.toString(), "at most " + MAX_CHARACTERS + " characters");
    }
    if (!isUnit(unit)) {
      throw new InvalidEventException(
          "unit",
          unit,
          "a code of UN/CEFACT Recommendation 20, for example KGM, TNE, MTR, or C62 for pieces");
    }
  }

  /**
   * Reads a quantity.
   *
   * @param amount a number in JSON's syntax (RFC 8259, section 6), 0 or more
   * @throws InvalidEventException if the amount or the unit is malformed
   */
  public static Quantity of(String amount, String unit) {
    if (amount.length() > MAX_CHARACTERS || !AMOUNT.matcher(amount).matches()) {
      throw new InvalidEventException(
          "amount",
          amount,
          "a decimal number, 0 or more, of at most "
              + MAX_CHARACTERS
              + " characters, for example 21.40");
    }
    return new Quantity(new BigDecimal(amount), unit);
  }

  /** Whether a text has the form of a unit. */
  public static boolean isUnit(String text) {
    return UNIT.matcher(text).matches();
  }

  /** Amount and unit, for example {@code 21.40 TNE}. */
  @Override
  public String toString() {
    return amount + " " + unit;
  }
}
