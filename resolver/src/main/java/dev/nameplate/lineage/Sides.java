package dev.nameplate.lineage;

import dev.nameplate.event.EventItem;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Contained;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.event.Occurrence.Observed;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Retired;
import dev.nameplate.event.Occurrence.Transferred;
import java.util.List;
import java.util.Optional;

/** The two sides of an event, which {@link Members} follow item by item. */
public final class Sides {
  private Sides() {}

  /** The input side of an event, as in {@link EventRow#inputs}. */
  public static List<EventItem> inputs(Occurrence occurrence) {
    if (occurrence instanceof Processed what) {
      return what.inputs();
    }
    if (occurrence instanceof Contained what) {
      return what.parent()
          .map(parent -> List.of(new EventItem(parent, Optional.empty())))
          .orElse(List.of());
    }
    if (occurrence instanceof Retired what) {
      return what.retired();
    }
    if (occurrence instanceof Transferred what) {
      return what.transferred();
    }
    return occurrence instanceof Observed what ? what.observed() : List.of();
  }

  /** The output side of an event, as in {@link EventRow#outputs}. */
  public static List<EventItem> outputs(Occurrence occurrence) {
    if (occurrence instanceof Processed what) {
      return what.outputs();
    }
    if (occurrence instanceof Contained what) {
      return what.children();
    }
    return occurrence instanceof Created what ? what.created() : List.of();
  }
}
