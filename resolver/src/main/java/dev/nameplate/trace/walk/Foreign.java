package dev.nameplate.trace.walk;

import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.lineage.EventRow;
import dev.nameplate.lineage.ItemRows;
import dev.nameplate.lineage.LineageReader;
import dev.nameplate.lineage.Trail;
import dev.nameplate.trace.Direction;
import dev.nameplate.trace.read.Parties;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Other authorities that may know more of an item. Upstream: the authority of its identifier, or
 * else the party that gave it. Downstream: the party that received it, and for an item that this
 * node did not make also as upstream, since its maker or giver may have used a part of it. A party
 * is an authority if its name is an identifier or a prefix. Used by one thread.
 */
final class Foreign {
  /** The most transfers of an item that are read. */
  private static final int MOST_TRANSFERS = 64;

  private final LineageReader index;
  private final Direction direction;
  private final Predicate<Prefix> own;
  private final ItemRows transfers;

  Foreign(LineageReader index, Direction direction, Predicate<Prefix> own) {
    this.index = index;
    this.direction = direction;
    this.own = own;
    this.transfers = index.rows(Trail.MOVED);
  }

  /** The authority of an item, if it is another one. */
  Optional<Prefix> authority(ItemId item) {
    return item.identifier().map(Identifier::prefix).filter(own.negate());
  }

  /**
   * The authorities that may know more of an item with a number, in a fixed order.
   *
   * @param made whether it is certain that this node made the item. Downstream the identifier is
   *     then not read
   */
  Set<Prefix> authorities(long item, boolean made) {
    Set<Prefix> authorities = new LinkedHashSet<>();
    boolean ofGivers = false;
    if (direction == Direction.UPSTREAM || !made) {
      ItemId id = index.item(item);
      authority(id).ifPresent(authorities::add);
      ofGivers =
          direction == Direction.UPSTREAM ? authorities.isEmpty() : id.identifier().isEmpty();
    }
    if (ofGivers) {
      addParties(item, EventRow::from, authorities);
    }
    if (direction == Direction.DOWNSTREAM) {
      addParties(item, EventRow::to, authorities);
    }
    return authorities;
  }

  private void addParties(long item, Function<EventRow, String> party, Set<Prefix> authorities) {
    int left = MOST_TRANSFERS;
    for (boolean more = transfers.first(item); more && left > 0; more = transfers.next(), left--) {
      if (index.stands(transfers.position())) {
        Parties.authority(party.apply(index.event(transfers.position())))
            .filter(own.negate())
            .ifPresent(authorities::add);
      }
    }
  }
}
