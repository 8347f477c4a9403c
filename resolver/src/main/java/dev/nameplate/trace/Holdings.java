package dev.nameplate.trace;

import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.lineage.EventRow;
import dev.nameplate.lineage.Recent;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.Lineage.At;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds out who has an item now: whoever got it in its last transfer, or in that of something in
 * which it was then. Used by one thread.
 */
final class Holdings {
  /** Deeper than anything is packed. */
  private static final int MAX_NESTING = 32;

  private static final int MOST_REMEMBERED = 8192;

  private static final Comparator<At> LATER =
      Comparator.comparingLong(At::millis).thenComparingLong(At::position);

  private final Lineage lineage;
  private final Budget budget;

  /** What was asked of late: what travels together is asked about item by item. */
  private final Map<While, Optional<At>> containers = new Recent<>(MOST_REMEMBERED);

  Holdings(Lineage lineage, Budget budget) {
    this.lineage = lineage;
    this.budget = budget;
  }

  /** The transfer with which an item came to whom it is with; empty if it never passed. */
  Optional<At> last(long item) {
    return last(item, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** The last transfer of an item, or of what it was in then, between two times. */
  Optional<At> last(long item, long from, long until) {
    List<At> found = new ArrayList<>();
    lineage.lastTransfer(item, from, until).ifPresent(found::add);
    lineage.eachContainer(
        item,
        (container, entered, left) -> {
          long begin = Math.max(from, entered);
          long end = Math.min(until, left);
          if (begin <= end) {
            ofContainer(new While(container, begin, end)).ifPresent(found::add);
          }
        });
    return found.stream().max(LATER);
  }

  private Optional<At> ofContainer(While what) {
    Optional<At> known = containers.get(what);
    if (known == null) {
      known = last(what, MAX_NESTING, new HashMap<>());
      containers.put(what, known);
    }
    return known;
  }

  /** Who got what passed in a transfer; empty if it is not said. */
  String receiver(long position) {
    EventRow row = lineage.row(position);
    return row.to().isEmpty() && row.side() == Side.RECEIVED ? row.recorder().toString() : row.to();
  }

  /** An item, between two times. */
  private record While(long item, long from, long until) {}

  /** The last transfer; each container is looked at once, also where things contain each other. */
  private Optional<At> last(While what, int nesting, Map<While, Optional<At>> known) {
    Optional<At> before = known.putIfAbsent(what, Optional.empty());
    if (before != null) {
      return before;
    }
    budget.requireTime();
    List<At> found = new ArrayList<>();
    lineage.lastTransfer(what.item(), what.from(), what.until()).ifPresent(found::add);
    if (nesting > 0) {
      lineage.eachContainer(
          what.item(),
          (container, entered, left) -> {
            long begin = Math.max(what.from(), entered);
            long end = Math.min(what.until(), left);
            if (begin <= end) {
              last(new While(container, begin, end), nesting - 1, known).ifPresent(found::add);
            }
          });
    }
    Optional<At> last = found.stream().max(LATER);
    known.put(what, last);
    return last;
  }

  /** What an item is in now; of several, what it entered last. */
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
