package dev.nameplate.trace.evidence;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.ItemId;
import dev.nameplate.resolve.AsOf;
import java.util.Set;

/**
 * A question for the events that bear on some items: all events that name them, what was made of
 * them and the events of that, and the events of their containers. Immutable.
 *
 * @param items the items to follow
 * @param containers items that are only containers of others: their events and their containers,
 *     and not what was made of them
 * @param asOf the state of the log to answer from
 * @param maxEvents the most events; 1 to {@value #MAX_EVENTS}
 */
public record EvidenceQuestion(
    Set<ItemId> items, Set<ItemId> containers, AsOf.State asOf, long maxEvents) {
  /** The most items and containers of a question. */
  public static final int MAX_ITEMS = 20_000;

  /** The most events of an answer. */
  public static final long MAX_EVENTS = 1_000_000;

  /** Checks the ranges. */
  public EvidenceQuestion {
    items = Set.copyOf(items);
    containers = Set.copyOf(containers);
    int all = items.size() + containers.size();
    if (all < 1 || all > MAX_ITEMS) {
      throw InvalidInputException.of(
          "items", all + " items and containers", "1 to " + MAX_ITEMS + " in all");
    }
    if (maxEvents < 1 || maxEvents > MAX_EVENTS) {
      throw InvalidInputException.of("max_events", maxEvents, "1 to " + MAX_EVENTS);
    }
  }
}
