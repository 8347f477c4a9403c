package dev.nameplate.event;

import java.util.Optional;

/**
 * A thing in an event, with its quantity.
 *
 * @param id the name of the thing
 * @param quantity its quantity; empty if unknown, or for the whole of a single thing
 */
public record EventItem(ItemId id, Optional<Quantity> quantity) {
  /** Checks the size of the amount. */
  public EventItem {
    quantity.ifPresent(Quantity::requireInEvent);
  }

  /** A thing without a quantity. */
  public static EventItem of(String id) {
    return new EventItem(ItemId.parse(id), Optional.empty());
  }

  /** An item with an amount and a unit. */
  public static EventItem of(String id, String amount, String unit) {
    return new EventItem(ItemId.parse(id), Optional.of(Quantity.of(amount, unit)));
  }

  @Override
  public String toString() {
    return quantity.map(much -> id + " (" + much + ")").orElseGet(id::toString);
  }
}
