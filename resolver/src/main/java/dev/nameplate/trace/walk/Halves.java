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
 * Sets what the giver of things recorded against what the receiver did. The other half of a
 * transfer is the next one of its first item that was received, or the one before that was given,
 * give or take what clocks differ. Used by one thread.
 */
final class Halves {
  /** Transfers of an item that are looked at. */
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

  /** Whether both halves of a transfer are there and say the same. */
  Transfer agreement(EventRow row, Transferred half) {
    return compare(half, row.inputs().number(0), row.timeMillis())
        .orElse(isElsewhere(half) ? Transfer.ELSEWHERE : Transfer.ONE_SIDED);
  }

  /** Whether the other half of a transfer that another node recorded is here and says the same. */
  Optional<Transfer> ofOther(Transferred half, Instant time) {
    OptionalLong first = index.number(half.transferred().get(0).id());
    return first.isPresent()
        ? compare(half, first.getAsLong(), time.toEpochMilli())
        : Optional.empty();
  }

  /** Whether who would record the other half is another node. */
  private boolean isElsewhere(Transferred half) {
    return switch (half.side()) {
      case GIVEN -> Foreign.prefix(half.to()).filter(own.negate()).isPresent();
      case RECEIVED -> Foreign.prefix(half.from()).filter(own.negate()).isPresent();
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

  /** Of what was received the first one in a time, of what was given the last one. */
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

  /** Who leaves a party out does not contradict who names it. */
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
