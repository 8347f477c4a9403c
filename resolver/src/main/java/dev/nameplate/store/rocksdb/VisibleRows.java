package dev.nameplate.store.rocksdb;

import dev.nameplate.store.Row;
import dev.nameplate.store.RowCursor;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows as readers see them, one after the other. */
abstract class VisibleRows extends OpenCursor implements RowCursor {
  private @Nullable Row next;

  VisibleRows(Gate gate, Set<OpenCursor> siblings) {
    super(gate, siblings);
  }

  /** The next visible row, null if there is none; the caller is inside the gate. */
  abstract @Nullable Row advance();

  @Override
  public final boolean hasNext() {
    if (next == null) {
      int counter = gate.enter();
      try {
        next = advance();
      } finally {
        gate.leave(counter);
      }
    }
    return next != null;
  }

  @Override
  public final Row next() {
    Row row = hasNext() ? next : null;
    if (row == null) {
      throw new NoSuchElementException("no more rows");
    }
    next = null;
    return row;
  }
}
