package dev.nameplate.trace.balance;

import dev.nameplate.event.EventId;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Quantity;
import java.util.List;
import java.util.Optional;

/**
 * A discrepancy in an account.
 *
 * @param kind what
 * @param item of which item
 * @param quantity by how much; empty where a single thing is meant
 * @param events the events that show it, the earlier one first: one or two
 */
public record Finding(Kind kind, ItemId item, Optional<Quantity> quantity, List<EventId> events) {
  /** Copies the events. */
  public Finding {
    events = List.copyOf(events);
  }

  /** Kind of discrepancy. */
  public enum Kind {
    /** More was used, shipped and scrapped than was made and received. */
    OVER_USE,
    /** A single thing was used up by two processes. */
    DOUBLE_SPEND,
    /** A single thing was used, shipped or retired after it had been retired. */
    USED_AFTER_RETIREMENT,
    /** A single thing was given away twice by the same party, and had not come back. */
    SHIPPED_TWICE,
    /** Use in a unit without any supply. */
    NO_SUPPLY,
    /** Something else was counted than there should be. */
    COUNT_DIFFERS
  }
}
