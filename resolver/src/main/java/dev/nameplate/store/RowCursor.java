package dev.nameplate.store;

import java.util.Iterator;

/** Rows in order, read as they are asked for. Used by one thread; must be closed. */
public interface RowCursor extends Iterator<Row>, AutoCloseable {
  @Override
  void close();
}
