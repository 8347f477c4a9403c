package dev.nameplate.lineage;

import dev.nameplate.store.LineageCursor;
import java.util.Optional;

/**
 * The rows of events. Cheap where they are asked for in the order of the log. Used by one thread.
 */
final class EventRows {
  /** It is cheaper to step over so many rows than to look for a place. */
  private static final int WORTH_STEPPING = 4;

  /** Of events with more members only the last few are remembered. */
  private static final int FEW = 64;

  /** So many: whoever asks about each member of an event asks about two or three events in turn. */
  private static final int LARGE = 4;

  private final LineageCursor cursor;
  private final Recent<EventRow> recent = new Recent<>();
  private final Recent<EventRow> large = new Recent<>(LARGE);
  private long here = Long.MAX_VALUE;

  EventRows(LineageCursor cursor) {
    this.cursor = cursor;
  }

  /** The event at a position, if there is one. */
  Optional<EventRow> at(long position) {
    EventRow known = recent.get(position);
    if (known == null) {
      known = large.get(position);
    }
    if (known != null) {
      return Optional.of(known);
    }
    Optional<EventRow> found = read(position);
    found.ifPresent(row -> (isLarge(row) ? large : recent).put(position, row));
    return found;
  }

  private static boolean isLarge(EventRow row) {
    return row.inputs().size() + row.outputs().size() > FEW;
  }

  private Optional<EventRow> read(long position) {
    for (int steps = 0; here < position && steps < WORTH_STEPPING; steps++) {
      stand(cursor.next());
    }
    if (here != position) {
      stand(cursor.seek(Keys.of(Keys.EVENT, position)));
    }
    return here == position
        ? Optional.of(EventRow.decode(position, cursor.value()))
        : Optional.empty();
  }

  private void stand(boolean there) {
    here = there && cursor.keyByte(0) == Keys.EVENT ? cursor.keyLong(1) : Long.MAX_VALUE;
  }
}
