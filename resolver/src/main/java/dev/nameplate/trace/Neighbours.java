package dev.nameplate.trace;

import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.resolve.Budget;

/** Other nodes, which are asked about what lies beyond this one's authority. Thread-safe. */
@FunctionalInterface
public interface Neighbours {
  /**
   * Asks the authority of a prefix what it, and those that it asks in turn, know of an item.
   *
   * @param item the item; depths in the answer count from it
   * @param authority whom to ask: the authority of this prefix
   * @param rest what is left of the question: direction, limits, strictness, slack, history
   * @param budget what is left of what it may take
   * @return steps that were verified. Whatever fails is a {@link TraceStep.Hole} among them, never
   *     an exception
   */
  TraceSteps trace(ItemId item, Prefix authority, TraceQuestion rest, Budget budget);
}
