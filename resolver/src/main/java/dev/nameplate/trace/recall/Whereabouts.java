package dev.nameplate.trace.recall;

import dev.nameplate.trace.recall.RecallStep.Extent;
import dev.nameplate.trace.recall.RecallStep.Presence;
import java.math.BigDecimal;
import java.util.List;

/**
 * Where an item is, and how much of it. Immutable.
 *
 * @param presence whether it is still there
 * @param holdings with whom it is or may be; at least one, also if nothing is left
 */
public record Whereabouts(Presence presence, List<Holding> holdings) {
  /** No container, or no event. */
  static final long NONE = -1;

  public Whereabouts {
    holdings = List.copyOf(holdings);
  }

  /** All of it, with somebody. */
  static Whereabouts at(String holder) {
    return new Whereabouts(
        Presence.THERE, List.of(new Holding(holder, NONE, NONE, Extent.WHOLE, List.of())));
  }

  /** Whether it cannot be told how much is with which holder. */
  boolean isApart() {
    return holdings.get(0).extent() == Extent.POSSIBLE
        && holdings.stream().map(Holding::holder).distinct().count() > 1;
  }

  /**
   * What is at one place.
   *
   * @param holder who has it; empty if it was given away and nobody said to whom
   * @param container the number of what it is in, or {@link #NONE}
   * @param handover the position of the transfer with which it came, or {@link #NONE}
   * @param extent how much of the item this is
   * @param left how much, for each unit; empty if nobody says, or nothing is
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
   * How much in one unit.
   *
   * @param low at least so much
   * @param high at most so much
   */
  record Span(String unit, BigDecimal low, BigDecimal high) {}
}
