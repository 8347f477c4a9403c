package dev.nameplate.trace;

import dev.nameplate.lineage.EventRow;
import dev.nameplate.lineage.ItemRows;
import dev.nameplate.lineage.LineageReader;
import dev.nameplate.lineage.Trail;
import java.util.List;
import java.util.OptionalLong;

/**
 * What somebody may see of an index. What is told of other events never follows from one that its
 * reader may not see. Used by one thread.
 */
final class Sight {
  private static final int MOST_HIDDEN = 10_000;

  private final LineageReader index;
  private final boolean everything;

  Sight(LineageReader index, Access access) {
    this.index = index;
    this.everything = access == Access.OWN;
  }

  /** Whether the event at a position stands, and may be seen. */
  boolean counts(long position) {
    return index.stands(position) && (everything || !index.event(position).restricted());
  }

  /** Whether an event that may be seen names an item; those looked at are bounded. */
  boolean isNamed(long item) {
    int left = MOST_HIDDEN;
    for (Trail trail : everything ? List.<Trail>of() : List.of(Trail.values())) {
      ItemRows rows = index.rows(trail);
      for (boolean more = rows.first(item); more && left > 0; more = rows.next(), left--) {
        if (!index.event(rows.position()).restricted()) {
          return true;
        }
      }
    }
    return everything;
  }

  /** Whether an event, or that it was withdrawn, may not be seen: then it is a hole. */
  boolean isHidden(EventRow event) {
    if (everything) {
      return false;
    }
    OptionalLong withdrawal = index.withdrawnBy(event);
    return event.restricted()
        || (withdrawal.isPresent() && index.event(withdrawal.getAsLong()).restricted());
  }
}
