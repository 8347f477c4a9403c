package dev.nameplate.trace.walk;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.lineage.EventRow;
import dev.nameplate.trace.TraceStep;
import java.util.List;
import java.util.OptionalLong;

/** A step of a walk, without its statement. */
sealed interface Move {
  /** Depth of the step. */
  int depth();

  /** The start of the walk. */
  record Root(int depth) implements Move {}

  /**
   * An event.
   *
   * @param withdrawnBy position of its withdrawal; empty if it is not withdrawn
   * @param outOfOrder true if its date contradicts the path to it
   */
  record Happened(
      EventRow row, int depth, TraceStep.Role role, OptionalLong withdrawnBy, boolean outOfOrder)
      implements Move {}

  /**
   * An item that an event is the first to reach.
   *
   * @param row the event
   * @param index which member of the side of the event that is followed
   * @param number its number
   */
  record Brought(EventRow row, int index, long number, int depth) implements Move {}

  /**
   * A hole.
   *
   * @param at the number of the item that it is at; empty for none
   */
  record Missing(TraceStep.Reason reason, int depth, OptionalLong at) implements Move {}

  /**
   * A question about an item to other authorities.
   *
   * @param at the number of the item; empty for the start, if it has none
   * @param authorities the authorities, in this order
   * @param hasOrigin true if the origin of the item is known here
   */
  record Beyond(OptionalLong at, List<Prefix> authorities, int depth, boolean hasOrigin)
      implements Move {}
}
