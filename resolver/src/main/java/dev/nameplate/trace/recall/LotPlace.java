package dev.nameplate.trace.recall;

import dev.nameplate.event.ItemId;
import dev.nameplate.event.Quantity;
import dev.nameplate.trace.read.Lineage;
import dev.nameplate.trace.recall.RecallStep.Extent;
import dev.nameplate.trace.recall.Whereabouts.Holding;
import dev.nameplate.trace.recall.Whereabouts.Span;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a lot is, or a part of it, as a recall says it, too. Immutable.
 *
 * @param holder who has it; empty if it was given away and nobody said to whom
 * @param inside what it is in
 * @param extent how much of the lot is here
 * @param left how much at most, one for each unit; none if nobody says, or nothing is left
 * @param atLeast how much at least, in the same units
 */
public record LotPlace(
    String holder,
    Optional<ItemId> inside,
    Extent extent,
    List<Quantity> left,
    List<Quantity> atLeast) {
  /** Copies the lists. */
  public LotPlace {
    left = List.copyOf(left);
    atLeast = List.copyOf(atLeast);
  }

  public static LotPlace of(Holding holding, Lineage lineage) {
    return new LotPlace(
        holding.holder(),
        inside(holding, lineage),
        holding.extent(),
        quantities(holding.left(), Span::high),
        quantities(holding.left(), Span::low));
  }

  static Optional<ItemId> inside(Holding holding, Lineage lineage) {
    return holding.container() == Whereabouts.NONE
        ? Optional.empty()
        : Optional.of(lineage.item(holding.container()));
  }

  static List<Quantity> quantities(List<Span> spans, Function<Span, BigDecimal> amount) {
    return spans.stream().map(span -> new Quantity(amount.apply(span), span.unit())).toList();
  }
}
