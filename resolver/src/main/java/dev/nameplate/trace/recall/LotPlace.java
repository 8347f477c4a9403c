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
 * A place of a lot or of a part of it, as in recalls. Immutable.
 *
 * @param holder the holder; empty if it was given away to an unknown party
 * @param inside its container
 * @param extent the share of the lot that is here
 * @param left upper bounds of the amount, one for each unit; none if unknown, or nothing is left
 * @param atLeast lower bounds of the amount, in the same units
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
