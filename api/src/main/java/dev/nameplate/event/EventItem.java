package dev.nameplate.event;

import java.util.Optional;

/**
 * A thing in an event, and how much of it.
 *
 * @param id which thing
 * @param quantity how much of it; empty if that is not said, or it is the whole of a single thing
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

  /** So much of a thing. */
  public static EventItem of(String id, String amount, String unit) {
    return new EventItem(ItemId.parse(id), Optional.of(Quantity.of(amount, unit)));
  }

  @Override
  public String toString() {
    return quantity.map(much -> id + " (" + much + ")").orElseGet(id::toString);
  }
}
