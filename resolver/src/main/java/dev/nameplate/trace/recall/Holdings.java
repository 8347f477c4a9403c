package dev.nameplate.trace.recall;

import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.lineage.Recent;
import dev.nameplate.lineage.Trail;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.read.Entry;
import dev.nameplate.trace.read.Lineage;
import dev.nameplate.trace.read.Lineage.At;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Finds the current holder of an item: the receiver of its last transfer, or of the last transfer
 * of its container at that time. Used by one thread.
 */
final class Holdings {
  /** Deeper than anything is packed. */
  private static final int MAX_NESTING = 32;

  /** The latest time after a delivery at which a receipt still belongs to it. */
  static final long MOST_LATE_MILLIS = Duration.ofDays(31).toMillis();

  private static final int MOST_REMEMBERED = 8192;
  private static final int FEW_REMEMBERED = 64;

  private static final Comparator<At> LATER =
      Comparator.comparingLong(At::millis).thenComparingLong(At::position);

  private final Lineage lineage;
  private final Budget budget;

  /** Recent look-ups of containers: items that travel together are looked up one by one. */
  private final Map<While, Optional<At>> containers = new Recent<>(MOST_REMEMBERED);

  /** Recent look-ups of all transfers, which can be many. */
  private final Map<While, List<At>> all = new Recent<>(FEW_REMEMBERED);

  Holdings(Lineage lineage, Budget budget) {
    this.lineage = lineage;
    this.budget = budget;
  }

  /** The transfer that brought an item to its holder; empty if there was none. */
  Optional<At> last(long item) {
    return last(item, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** The last transfer of an item, or of its container at that time, between two times. */
  Optional<At> last(long item, long from, long until) {
    While what = new While(item, from, until);
    List<At> found = new ArrayList<>();
    lastHandover(what).ifPresent(found::add);
    what.eachContainer(lineage, carrier -> ofContainer(carrier).ifPresent(found::add));
    return found.stream().max(LATER);
  }

  /** All transfers between two times, in the order of time. */
  List<At> all(long item, long from, long until) {
    While what = new While(item, from, until);
    List<At> known = all.get(what);
    if (known == null) {
      List<At> found = new ArrayList<>();
      all(what, MAX_NESTING, new HashSet<>(), found);
      known = found.stream().distinct().sorted(LATER).toList();
      all.put(what, known);
    }
    return known;
  }

  private void all(While what, int nesting, Set<While> known, List<At> found) {
    budget.requireTime();
    if (known.add(what) && nesting > 0) {
      found.addAll(handovers(what, what.from()));
      what.eachContainer(lineage, carrier -> all(carrier, nesting - 1, known, found));
    }
  }

  /** The last transfer of an item itself; a receipt may be recorded late. */
  private Optional<At> lastHandover(While what) {
    Optional<At> last = lineage.lastTransfer(what.item(), what.from(), what.until());
    if (last.isEmpty() || isGivers(Entry.Event.of(lineage.row(last.get().position())))) {
      return last;
    }
    List<At> handovers = handovers(what, last.get().millis());
    return handovers.stream().reduce((earlier, later) -> later);
  }

  private static boolean isGivers(Entry.Event event) {
    return event.side() == Side.GIVEN
        || (event.side() == Side.UNSAID && event.giver().equals(event.recorder()));
  }

  /** The transfers of an item itself whose other halves may be recorded up to a time. */
  private List<At> handovers(While what, long latest) {
    List<Entry> transfers = new ArrayList<>();
    lineage.eachTransfer(
        what.item(),
        Math.max(latest, Long.MIN_VALUE + MOST_LATE_MILLIS) - MOST_LATE_MILLIS,
        what.until(),
        (position, millis) -> {
          budget.requireTime();
          Entry entry = new Entry(Trail.MOVED, millis, position);
          entry.tell(Entry.Event.of(lineage.row(position)));
          transfers.add(entry);
        });
    return Handovers.of(transfers).stream()
        .map(Entry::at)
        .filter(at -> at.millis() >= what.from())
        .toList();
  }

  private Optional<At> ofContainer(While what) {
    Optional<At> known = containers.get(what);
    if (known == null) {
      known = last(what, MAX_NESTING, new HashMap<>());
      containers.put(what, known);
    }
    return known;
  }

  /** The receiver of a transfer; empty if unknown. */
  String receiver(long position) {
    return Entry.Event.of(lineage.row(position)).receiver();
  }

  /** The last transfer; each container is visited once, also in a cycle of containers. */
  private Optional<At> last(While what, int nesting, Map<While, Optional<At>> known) {
    Optional<At> before = known.putIfAbsent(what, Optional.empty());
    if (before != null) {
      return before;
    }
    budget.requireTime();
    List<At> found = new ArrayList<>();
    lastHandover(what).ifPresent(found::add);
    if (nesting > 0) {
      what.eachContainer(
          lineage, carrier -> last(carrier, nesting - 1, known).ifPresent(found::add));
    }
    Optional<At> last = found.stream().max(LATER);
    known.put(what, last);
    return last;
  }

  /** The current container of an item; of several, the last entered. */
  OptionalLong inside(long item) {
    long[] found = {0, Long.MIN_VALUE, 0};
    lineage.eachContainer(
        item,
        (container, entered, left) -> {
          if (left == Long.MAX_VALUE && entered >= found[1]) {
            found[0] = container;
            found[1] = entered;
            found[2] = 1;
          }
        });
    return found[2] == 1 ? OptionalLong.of(found[0]) : OptionalLong.empty();
  }
}
