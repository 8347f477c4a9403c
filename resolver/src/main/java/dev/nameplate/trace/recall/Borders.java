package dev.nameplate.trace.recall;

import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.event.Quantity;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.lineage.Trail;
import dev.nameplate.trace.read.Entry;
import dev.nameplate.trace.read.Parties;
import dev.nameplate.trace.recall.RecallStep.Difference;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Compares what companies say they gave with what the receivers say they got. */
final class Borders {
  private Borders() {}

  /** A company, another to which it gives, and a unit. */
  private record Border(Prefix from, Prefix to, String unit) {
    static final Comparator<Border> ORDER =
        Comparator.comparing(Border::from).thenComparing(Border::to).thenComparing(Border::unit);
  }

  private static final class Sums {
    private BigDecimal given = BigDecimal.ZERO;
    private BigDecimal received = BigDecimal.ZERO;
    private int gifts;
    private int receipts;

    /** Also true if less was received in fewer transfers: the rest may be on its way. */
    boolean addUp() {
      int more = received.compareTo(given);
      return receipts == 0 || gifts == 0 || more == 0 || (more < 0 && receipts < gifts);
    }
  }

  /**
   * The differences in an item's transfers between authorities. What was given and may still be on
   * its way is no difference.
   */
  static List<Difference> of(ItemId item, List<Entry> entries) {
    Map<Border, Sums> sums = new TreeMap<>(Border.ORDER);
    for (Entry entry : entries) {
      if (entry.trail() == Trail.MOVED) {
        add(entry, sums);
      }
    }
    List<Difference> differences = new ArrayList<>();
    sums.forEach(
        (border, sum) -> {
          if (!sum.addUp()) {
            differences.add(
                new Difference(
                    item,
                    border.from(),
                    border.to(),
                    new Quantity(sum.given, border.unit()),
                    new Quantity(sum.received, border.unit())));
          }
        });
    return differences;
  }

  private static void add(Entry entry, Map<Border, Sums> sums) {
    Entry.Event event = entry.event();
    Optional<Prefix> from = Parties.authority(event.giver());
    Optional<Prefix> to = Parties.authority(event.receiver());
    if (from.isEmpty() || to.isEmpty() || from.equals(to) || event.side() == Side.UNSAID) {
      return;
    }
    for (Entry.Amount much : entry.amounts()) {
      if (much.isSaid()) {
        Sums sum =
            sums.computeIfAbsent(new Border(from.get(), to.get(), much.unit()), any -> new Sums());
        if (event.side() == Side.GIVEN) {
          sum.given = sum.given.add(much.amount());
          sum.gifts++;
        } else {
          sum.received = sum.received.add(much.amount());
          sum.receipts++;
        }
      }
    }
  }
}
