package dev.nameplate.store;

import java.util.Iterator;

/** Rows in order, read on demand. Used by one thread; must be closed. */
public interface RowCursor extends Iterator<Row>, AutoCloseable {
  @Override
  void close();
}
