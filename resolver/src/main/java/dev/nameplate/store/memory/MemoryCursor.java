package dev.nameplate.store.memory;

import dev.nameplate.store.Row;
import dev.nameplate.store.RowCursor;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows of the batches that were committed when it was opened. Used by one thread. */
final class MemoryCursor implements RowCursor {
  private final Runnable requireOpen;
  private final Iterator<Row> rows;
  private final boolean newestOnly;
  private @Nullable Row next;
  private @Nullable Row behind;

  /**
   * Walks rows.
   *
   * @param batches the number of batches whose rows are visible
   * @param rows in order, the versions of a key ascending
   * @param newestOnly whether of each key only the newest is shown
   */
  MemoryCursor(Runnable requireOpen, long batches, Stream<Row> rows, boolean newestOnly) {
    this.requireOpen = requireOpen;
    this.rows = rows.filter(row -> row.batch() < batches).iterator();
    this.newestOnly = newestOnly;
  }

  @Override
  public boolean hasNext() {
    requireOpen.run();
    if (next == null) {
      next = behind;
      behind = null;
      while (rows.hasNext()) {
        Row row = rows.next();
        if (next != null && !(newestOnly && row.key().equals(next.key()))) {
          behind = row;
          break;
        }
        next = row;
      }
    }
    return next != null;
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Row taken = Objects.requireNonNull(next);
    next = null;
    return taken;
  }

  @Override
  public void close() {}
}
