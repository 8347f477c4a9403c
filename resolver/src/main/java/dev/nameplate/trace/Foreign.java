package dev.nameplate.trace;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.lineage.EventRow;
import dev.nameplate.lineage.ItemRows;
import dev.nameplate.lineage.LineageReader;
import dev.nameplate.lineage.Trail;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which other authorities may know more of an item. Upstream that is the authority of its
 * identifier, or else whoever it was received from; downstream whoever it was given to. A party
 * counts that is named by an identifier or a prefix. Used by one thread.
 */
final class Foreign {
  /** Transfers of one item that are looked at. */
  private static final int MOST_TRANSFERS = 64;

  /** A prefix, and not any text that could be one. */
  private static final Pattern PREFIX = Pattern.compile("[0-9]+(\\.[^./\\s]+)++");

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

  /** The authorities that may know more of an item with a number, in a fixed order. */
  Set<Prefix> authorities(long item) {
    Set<Prefix> authorities = new LinkedHashSet<>();
    if (direction == Direction.UPSTREAM) {
      authority(index.item(item)).ifPresent(authorities::add);
    }
    if (authorities.isEmpty()) {
      addParties(item, authorities);
    }
    return authorities;
  }

  private void addParties(long item, Set<Prefix> authorities) {
    int left = MOST_TRANSFERS;
    for (boolean more = transfers.first(item); more && left > 0; more = transfers.next(), left--) {
      if (index.stands(transfers.position())) {
        EventRow transfer = index.event(transfers.position());
        String party = direction == Direction.UPSTREAM ? transfer.from() : transfer.to();
        prefix(party).filter(own.negate()).ifPresent(authorities::add);
      }
    }
  }

  private static Optional<Prefix> prefix(String party) {
    try {
      return PREFIX.matcher(party).matches()
          ? Optional.of(Prefix.parse(party))
          : party.isEmpty()
              ? Optional.empty()
              : ItemId.parse(party)
                  .identifier()
                  .map(Identifier::prefix)
                  .filter(Foreign::isNumbered);
    } catch (InvalidInputException e) {
      return Optional.empty(); // a name of somebody, not of a node
    }
  }

  private static boolean isNumbered(Prefix prefix) {
    return PREFIX.matcher(prefix.canonical()).matches();
  }
}
