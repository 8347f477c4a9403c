package dev.nameplate.lineage;

import dev.nameplate.store.LineageCursor;
import java.util.Optional;

/**
 * The rows of events. Cheap where they are asked for in the order of the log. Used by one thread.
 */
final class EventRows {
  /** A walk is made twice, first to count. */
  static final int MOST = 2048;

  /** Members up to which an event's row is small; fewer larger rows are cached. */
  private static final int FEW = 64;

  /** Number of rows kept: questions about the members of an event use two or three in turn. */
  private static final int LARGE = 4;

  private final NumberedRows rows;
  private final Recent<Long, EventRow> recent = new Recent<>(MOST);
  private final Recent<Long, EventRow> large = new Recent<>(LARGE);

  EventRows(LineageCursor cursor) {
    this.rows = new NumberedRows(cursor, Keys.EVENT);
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
    return rows.at(position).map(row -> EventRow.decode(position, row));
  }
}
