package dev.nameplate.trace.recall;

import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.lineage.EventRow;
import dev.nameplate.trace.read.Lineage;
import dev.nameplate.trace.read.Parties;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Other authorities that may know more of an item. Used by one thread. */
final class Informants {
  private final Lineage lineage;
  private final Predicate<Prefix> own;
  private final Map<While, Set<Prefix>> known = new HashMap<>();

  /**
   * Looks for authorities in a lineage.
   *
   * @param own true for a prefix of this node
   */
  Informants(Lineage lineage, Predicate<Prefix> own) {
    this.lineage = lineage;
    this.own = own;
  }

  /** The authority of an item's identifier, if it is another one. */
  Optional<Prefix> maker(ItemId item) {
    return item.identifier().map(Identifier::prefix).filter(own.negate());
  }

  /** The givers and receivers of an item, and of its containers while it was inside. */
  Set<Prefix> parties(long item) {
    Set<Prefix> found = new LinkedHashSet<>();
    Set<While> visited = new HashSet<>();
    Deque<While> waiting = new ArrayDeque<>(List.of(While.ever(item)));
    while (!waiting.isEmpty()) {
      While what = waiting.remove();
      if (visited.add(what)) {
        found.addAll(known.computeIfAbsent(what, this::ofTransfers));
        what.eachContainer(lineage, waiting::add);
      }
    }
    return found;
  }

  /** The parties of transfers; a receipt may be recorded late. */
  private Set<Prefix> ofTransfers(While what) {
    long latest = Long.MAX_VALUE - Holdings.MOST_LATE_MILLIS;
    Set<Prefix> found = new LinkedHashSet<>();
    lineage.eachTransfer(
        what.item(),
        what.from(),
        Math.min(what.until(), latest) + Holdings.MOST_LATE_MILLIS,
        (position, time) -> {
          EventRow row = lineage.row(position);
          Stream.of(row.from(), row.to())
              .flatMap(party -> Parties.authority(party).stream())
              .filter(own.negate())
              .forEach(found::add);
        });
    return found;
  }
}
