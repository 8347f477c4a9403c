package dev.nameplate.trace.walk;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.event.Quantity;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.lineage.EventRow;
import dev.nameplate.lineage.ItemRows;
import dev.nameplate.lineage.LineageReader;
import dev.nameplate.lineage.Trail;
import dev.nameplate.trace.Verdict.Transfer;
import dev.nameplate.trace.read.Parties;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Compares the giver's record of a transfer with the receiver's. The other half of a transfer is
 * the next receipt of its first item, or the previous delivery, within the allowance for clocks.
 * Used by one thread.
 */
final class Halves {
  /** The most transfers of an item that are read. */
  private static final int MOST_TRANSFERS = 64;

  private final LineageReader index;
  private final ItemRows transfers;
  private final long slackMillis;
  private final Predicate<Prefix> own;

  /**
   * Compares the transfers of an index.
   *
   * @param own whether the node answers for a prefix
   */
  Halves(LineageReader index, Duration slack, Predicate<Prefix> own) {
    this.index = index;
    this.transfers = index.rows(Trail.MOVED);
    this.slackMillis = slack.toMillis();
    this.own = own;
  }

  /** The agreement of both halves of a transfer. */
  Transfer agreement(EventRow row, Transferred half) {
    return compare(half, row.inputs().number(0), row.timeMillis())
        .orElse(isElsewhere(half) ? Transfer.ELSEWHERE : Transfer.ONE_SIDED);
  }

  /** The agreement with the other half of a transfer that another node recorded, if it is here. */
  Optional<Transfer> ofOther(Transferred half, Instant time) {
    OptionalLong first = index.number(half.transferred().get(0).id());
    return first.isPresent()
        ? compare(half, first.getAsLong(), time.toEpochMilli())
        : Optional.empty();
  }

  /** True if the other half would be recorded by another node. */
  private boolean isElsewhere(Transferred half) {
    return switch (half.side()) {
      case GIVEN -> Parties.authority(half.to()).filter(own.negate()).isPresent();
      case RECEIVED -> Parties.authority(half.from()).filter(own.negate()).isPresent();
      case UNSAID -> false;
    };
  }

  private Optional<Transfer> compare(Transferred half, long item, long millis) {
    Optional<Transferred> other =
        switch (half.side()) {
          case GIVEN -> find(item, millis - slackMillis, Long.MAX_VALUE, Side.RECEIVED);
          case RECEIVED -> find(item, Long.MIN_VALUE, millis + slackMillis, Side.GIVEN);
          case UNSAID -> Optional.empty();
        };
    return other.map(found -> saysTheSame(half, found) ? Transfer.AGREES : Transfer.DISAGREES);
  }

  /** The first receipt or the last delivery of an item in a period. */
  private Optional<Transferred> find(long item, long from, long until, Side side) {
    Optional<Transferred> found = Optional.empty();
    int left = MOST_TRANSFERS;
    for (boolean more = transfers.from(item, from);
        more && transfers.time() <= until && left > 0;
        more = transfers.next(), left--) {
      Optional<Transferred> candidate = transfer(transfers.position(), side);
      if (candidate.isPresent()) {
        found = candidate;
        if (side == Side.RECEIVED) {
          break;
        }
      }
    }
    return found;
  }

  private Optional<Transferred> transfer(long position, Side side) {
    if (!index.stands(position)) {
      return Optional.empty();
    }
    Optional<Occurrence> occurrence =
        index.statement(index.event(position)).value().event().map(Event::occurrence);
    return occurrence.isPresent()
            && occurrence.get() instanceof Transferred transfer
            && transfer.side() == side
        ? Optional.of(transfer)
        : Optional.empty();
  }

  private static boolean saysTheSame(Transferred one, Transferred other) {
    return sameParty(one.from(), other.from())
        && sameParty(one.to(), other.to())
        && amounts(one.transferred()).equals(amounts(other.transferred()));
  }

  /** True if the parties are equal, or either is left out. */
  private static boolean sameParty(String one, String other) {
    return one.isEmpty() || other.isEmpty() || one.equalsIgnoreCase(other);
  }

  private static Map<ItemId, Optional<Quantity>> amounts(List<EventItem> items) {
    Map<ItemId, Optional<Quantity>> amounts = new HashMap<>();
    items.forEach(
        item ->
            amounts.put(
                item.id(),
                item.quantity()
                    .map(
                        much ->
                            new Quantity(
                                much.amount().signum() == 0
                                    ? BigDecimal.ZERO
                                    : much.amount().stripTrailingZeros(),
                                much.unit()))));
    return amounts;
  }
}
