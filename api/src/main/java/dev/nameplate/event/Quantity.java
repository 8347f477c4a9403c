package dev.nameplate.event;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * An exact decimal amount with its unit. Two quantities of different units are never added.
 *
 * <p><b>Source:</b> EPCIS 2.0, section 7.3.3.3 (QuantityElement); UN/CEFACT Recommendation 20.
 *
 * @param amount 0 or more, with at most {@value #MOST_DIGITS} digits behind the decimal point.
 *     Before it are at most {@value #MOST_DIGITS} in an event, and twice as many in a sum
 * @param unit a code of UN/CEFACT Recommendation 20: 2 or 3 of A-Z and 0-9, for example {@code
 *     KGM}, {@code TNE}, {@code MTR}, {@code C62} for pieces
 */
public record Quantity(BigDecimal amount, String unit) {
  /** The most characters of an amount. */
  public static final int MAX_CHARACTERS = 64;

  /** The most digits of an amount before the decimal point, and behind it. */
  public static final int MOST_DIGITS = 32;

  /** The unit of counted pieces: "one". */
  public static final String PIECES = "C62";

  private static final Pattern AMOUNT =
      Pattern.compile("(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,2})?");
  private static final Pattern UNIT = Pattern.compile("[A-Z0-9]{2,3}");

  /** Checks size, sign and unit. */
  public Quantity {
    requireDigits(amount, text(amount), 2 * MOST_DIGITS);
    if (amount.signum() < 0) {
      throw new InvalidEventException("amount", amount.toString(), "0 or more");
    }
    if (!isUnit(unit)) {
      throw new InvalidEventException(
          "unit",
          unit,
          "a code of UN/CEFACT Recommendation 20, for example KGM, TNE, MTR, or C62 for pieces");
    }
  }

  /**
   * Reads a quantity of an event.
   *
   * @param amount a number in JSON's syntax (RFC 8259, section 6), 0 or more, of at most {@value
   *     #MAX_CHARACTERS} characters
   * @throws InvalidEventException if the amount or the unit is malformed
   */
  public static Quantity of(String amount, String unit) {
    BigDecimal number = number(amount, MAX_CHARACTERS);
    requireDigits(number, amount, MOST_DIGITS);
    return new Quantity(number, unit);
  }

  /**
   * Reads a sum of quantities of events, which may have twice as many digits before the decimal
   * point.
   *
   * @throws InvalidEventException if the amount or the unit is malformed
   */
  public static Quantity sum(String amount, String unit) {
    return new Quantity(number(amount, 2 * MAX_CHARACTERS), unit);
  }

  private static BigDecimal number(String amount, int mostCharacters) {
    if (amount.length() > mostCharacters || !AMOUNT.matcher(amount).matches()) {
      throw new InvalidEventException(
          "amount",
          amount,
          "a decimal number, 0 or more, of at most "
              + mostCharacters
              + " characters, for example 21.40");
    }
    return new BigDecimal(amount);
  }

  /**
   * Refuses an amount beyond the bound of a single event, so that any sum of them is a quantity.
   */
  void requireInEvent() {
    requireDigits(amount, text(amount), MOST_DIGITS);
  }

  /**
   * Keeps short what amounts and sums are written as; a power of ten is short, its sums are not.
   */
  private static void requireDigits(BigDecimal amount, String text, int mostBefore) {
    if (amount.scale() > MOST_DIGITS || (long) amount.precision() - amount.scale() > mostBefore) {
      throw new InvalidEventException(
          "amount",
          text,
          "at most "
              + mostBefore
              + " digits before the decimal point and "
              + MOST_DIGITS
              + " after it");
    }
  }

  private static String text(BigDecimal amount) {
    return amount.precision() > MAX_CHARACTERS ? amount.precision() + " digits" : amount.toString();
  }

  /** True if a text has the form of a unit. */
  public static boolean isUnit(String text) {
    return UNIT.matcher(text).matches();
  }

  /** Amount and unit, for example {@code 21.40 TNE}. */
  @Override
  public String toString() {
    return amount + " " + unit;
  }
}
