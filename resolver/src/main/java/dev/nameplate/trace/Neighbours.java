package dev.nameplate.trace;

import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.resolve.Budget;

/** Other nodes, which are asked about items beyond this node's authority. Thread-safe. */
@FunctionalInterface
public interface Neighbours {
  /**
   * Asks the authority of a prefix, and the nodes that it asks in turn, about an item.
   *
   * @param item the item; depths in the answer count from it
   * @param authority the prefix whose authority is asked
   * @param rest the remaining question: direction, limits, strictness, slack, history
   * @param budget the remaining budget
   * @return verified steps. Any failure is a {@link TraceStep.Hole} among them, never an exception
   */
  TraceSteps trace(ItemId item, Prefix authority, TraceQuestion rest, Budget budget);
}
