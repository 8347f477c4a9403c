package dev.nameplate.trace.balance;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * What there was of a lot in one unit, and what became of it: made + received = used + shipped +
 * scrapped + on hand. All amounts are exact.
 *
 * @param unit a code of UN/CEFACT Recommendation 20; amounts of different units are never added
 * @param made created, or made in processes
 * @param received got from others
 * @param used used in processes
 * @param shipped given to others
 * @param scrapped retired
 * @param count the last time that it was counted; empty if it never was
 * @param verdict whether it adds up within the tolerance
 */
public record Account(
    String unit,
    BigDecimal made,
    BigDecimal received,
    BigDecimal used,
    BigDecimal shipped,
    BigDecimal scrapped,
    Optional<StockCount> count,
    Verdict verdict) {
  /**
   * A stock-taking: an Observe event whose step is {@code stock_taking} or {@code cycle_counting}
   * (CBV 2.0, 7.1).
   *
   * @param time when it was
   * @param counted what was there
   * @param expected what should have been there then: the account's balance
   */
  public record StockCount(Instant time, BigDecimal counted, BigDecimal expected) {
    /** What was too much; less than 0 if something was missing. */
    public BigDecimal difference() {
      return counted.subtract(expected);
    }
  }

  /** Whether an account adds up. */
  public enum Verdict {
    /** It was counted, and what should be there is. */
    BALANCED,
    /** No more went out than came in; what is left was never counted. */
    UNCOUNTED,
    /** Something else was counted than there should be. */
    COUNT_DIFFERS,
    /** More went out than came in. */
    OVER_USED,
    /** Something went out in a unit in which nothing ever came in. */
    NO_SUPPLY
  }

  /** What came in: made and received. */
  public BigDecimal supply() {
    return made.add(received);
  }

  /** What should be left; less than 0 if more went out than came in. */
  public BigDecimal onHand() {
    return supply().subtract(used).subtract(shipped).subtract(scrapped);
  }
}
