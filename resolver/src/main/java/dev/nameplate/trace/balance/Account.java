package dev.nameplate.trace.balance;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * Supply and use of a lot in a unit: made + received = used + shipped + scrapped + on hand. All
 * amounts are exact.
 *
 * @param unit a code of UN/CEFACT Recommendation 20; amounts of different units are never added
 * @param made amount created, or made in processes
 * @param received amount received from others
 * @param used amount used in processes
 * @param shipped amount given to others
 * @param scrapped amount retired
 * @param count the last count of the stock; empty if there is none
 * @param verdict the result of the comparison, within the tolerance
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
   * @param time its time
   * @param counted the counted amount
   * @param expected the expected amount: the account's balance at that time
   */
  public record StockCount(Instant time, BigDecimal counted, BigDecimal expected) {
    /** Surplus; less than 0 for a loss. */
    public BigDecimal difference() {
      return counted.subtract(expected);
    }
  }

  /** The result of comparing supply and use. */
  public enum Verdict {
    /** The counted amount equals the balance. */
    BALANCED,
    /** Use does not exceed supply; the rest was never counted. */
    UNCOUNTED,
    /** Something else was counted than there should be. */
    COUNT_DIFFERS,
    /** Use exceeds supply. */
    OVER_USED,
    /** Use in a unit without any supply. */
    NO_SUPPLY
  }

  /** Supply: made and received. */
  public BigDecimal supply() {
    return made.add(received);
  }

  /** The expected rest; less than 0 if use exceeds supply. */
  public BigDecimal onHand() {
    return supply().subtract(used).subtract(shipped).subtract(scrapped);
  }
}
