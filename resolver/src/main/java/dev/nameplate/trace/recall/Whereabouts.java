package dev.nameplate.trace.recall;

import dev.nameplate.trace.recall.RecallStep.Extent;
import dev.nameplate.trace.recall.RecallStep.Presence;
import java.math.BigDecimal;
import java.util.List;

/**
 * The places of an item, with amounts. Immutable.
 *
 * @param presence its presence
 * @param holdings certain and possible holdings; at least one, also if nothing is left
 */
public record Whereabouts(Presence presence, List<Holding> holdings) {
  /** Number for no container, and position for no event. */
  static final long NONE = -1;

  public Whereabouts {
    holdings = List.copyOf(holdings);
  }

  /** The whole item with a holder. */
  static Whereabouts at(String holder) {
    return new Whereabouts(
        Presence.THERE, List.of(new Holding(holder, NONE, NONE, Extent.WHOLE, List.of())));
  }

  /** True if the distribution among holders is unknown. */
  boolean isApart() {
    return holdings.get(0).extent() == Extent.POSSIBLE
        && holdings.stream().map(Holding::holder).distinct().count() > 1;
  }

  /**
   * The part of an item at a place.
   *
   * @param holder the holder; empty if it was given away to an unknown party
   * @param container the number of its container, or {@link #NONE}
   * @param handover the position of the transfer to this place, or {@link #NONE}
   * @param extent the share of the item
   * @param left the amount in each unit; empty if unknown, or nothing is left
   */
  public record Holding(
      String holder, long container, long handover, Extent extent, List<Span> left) {
    private static final int MOST_UNITS = 256;

    public Holding {
      left = List.copyOf(left);
    }

    /** With the first units only, which no honest lot has more of. */
    Holding withFewUnits() {
      return left.size() <= MOST_UNITS
          ? this
          : new Holding(holder, container, handover, Extent.POSSIBLE, left.subList(0, MOST_UNITS));
    }
  }

  /**
   * Bounds of an amount in a unit.
   *
   * @param low lower bound
   * @param high upper bound
   */
  record Span(String unit, BigDecimal low, BigDecimal high) {
    /** A known amount. */
    static Span exact(String unit, BigDecimal amount) {
      return new Span(unit, amount, amount);
    }
  }
}
