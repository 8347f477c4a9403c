package dev.nameplate.trace.walk;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.lineage.EventRow;
import dev.nameplate.trace.TraceStep;
import java.util.List;
import java.util.OptionalLong;

/** One step of a walk, as far as the index knows. */
sealed interface Move {
  /** How deep it is. */
  int depth();

  /** The item that was asked for. */
  record Root(int depth) implements Move {}

  /**
   * An event.
   *
   * @param withdrawnBy position of its withdrawal; empty if it stands
   * @param outOfOrder whether it is dated against the way that led to it
   */
  record Happened(
      EventRow row, int depth, TraceStep.Role role, OptionalLong withdrawnBy, boolean outOfOrder)
      implements Move {}

  /**
   * An item that an event is the first to bring.
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
   * Other authorities are to be asked about an item.
   *
   * @param at the number of the item; empty for the one asked for, if it has none
   * @param authorities whom to ask, in this order
   * @param hasOrigin whether it is known here how the item came to be
   */
  record Beyond(OptionalLong at, List<Prefix> authorities, int depth, boolean hasOrigin)
      implements Move {}
}
