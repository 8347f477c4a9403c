package dev.nameplate.trace.balance;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.Quantity;
import java.math.BigDecimal;

/**
 * The tolerated difference of an account. Bulk goods dry out and scales differ, so the caller sets
 * it.
 *
 * @param percent in percent of the supply: made and received, 0 or more
 * @param amount in the unit of the account, 0 or more; the larger of the two applies. Both have at
 *     most {@value Quantity#MOST_DIGITS} digits before the decimal point, and as many behind it
 */
public record Tolerance(BigDecimal percent, BigDecimal amount) {
  /** Everything must add up. */
  public static final Tolerance NONE = new Tolerance(BigDecimal.ZERO, BigDecimal.ZERO);

  /** Checks the ranges. */
  public Tolerance {
    require("tolerance_percent", percent);
    require("tolerance_amount", amount);
  }

  private static void require(String field, BigDecimal number) {
    if (number.signum() < 0) {
      throw InvalidInputException.of(field, number.toString(), "0 or more");
    }
    long before = (long) number.precision() - number.scale();
    if (before > Quantity.MOST_DIGITS || number.scale() > Quantity.MOST_DIGITS) {
      throw InvalidInputException.of(
          field,
          number.toString(),
          "at most "
              + Quantity.MOST_DIGITS
              + " digits before the decimal point and as many after it");
    }
  }

  /** In percent of what there was. */
  public static Tolerance percent(String percent) {
    return new Tolerance(number("tolerance_percent", percent), BigDecimal.ZERO);
  }

  /** In the unit of the account. */
  public static Tolerance amount(String amount) {
    return new Tolerance(BigDecimal.ZERO, number("tolerance_amount", amount));
  }

  private static BigDecimal number(String field, String text) {
    try {
      if (text.length() <= Quantity.MAX_CHARACTERS) {
        return new BigDecimal(text);
      }
    } catch (NumberFormatException e) {
      // falls through: refused like a long number
    }
    throw InvalidInputException.of(
        field,
        text,
        "a decimal number, 0 or more, of at most " + Quantity.MAX_CHARACTERS + " characters");
  }

  /** True if a difference exceeds the tolerance. */
  public boolean isExceededBy(BigDecimal difference, BigDecimal ofSupply) {
    BigDecimal relative = ofSupply.multiply(percent).movePointLeft(2);
    return difference.abs().compareTo(relative.max(amount)) > 0;
  }
}
