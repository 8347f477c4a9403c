package dev.nameplate.trace.walk;

import dev.nameplate.event.EventItem;
import dev.nameplate.event.EventKind;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Contained;
import dev.nameplate.lineage.EventRow;
import dev.nameplate.lineage.Members;
import dev.nameplate.lineage.Sides;
import dev.nameplate.trace.Direction;
import java.util.List;

/**
 * The two sides of an event that a trace follows: near, the items by which it is found, and far,
 * the items reached by it. Upstream a process leads from its outputs to its inputs, and an
 * installation from the whole to the parts; downstream the other way round.
 */
public final class Followed {
  private Followed() {}

  /** The items by which an event is found. */
  public static List<EventItem> near(Occurrence occurrence, Direction direction) {
    return leadsToOutputs(occurrence instanceof Contained, direction)
        ? Sides.inputs(occurrence)
        : Sides.outputs(occurrence);
  }

  /** The items that an event leads to. */
  public static List<EventItem> far(Occurrence occurrence, Direction direction) {
    return leadsToOutputs(occurrence instanceof Contained, direction)
        ? Sides.outputs(occurrence)
        : Sides.inputs(occurrence);
  }

  /** The far side of an event, from its index row. */
  static Members far(EventRow row, Direction direction) {
    return leadsToOutputs(row.kind() == EventKind.CONTAIN, direction)
        ? row.outputs()
        : row.inputs();
  }

  /** A containment has the whole among its inputs, and the parts among its outputs. */
  private static boolean leadsToOutputs(boolean contained, Direction direction) {
    return (direction == Direction.DOWNSTREAM) != contained;
  }
}
