package dev.nameplate.store;

import dev.nameplate.record.Bytes;

/**
 * Walks the rows of a {@link LineageView} in order. Used by one thread; throws what the view does.
 */
public interface LineageCursor extends AutoCloseable {
  /**
   * Moves to the first row at or behind a key.
   *
   * @return whether there is one
   */
  boolean seek(Bytes key);

  /**
   * Moves to the last row at or before a key.
   *
   * @return whether there is one
   */
  boolean seekLast(Bytes key);

  /**
   * Moves to the next row. The cursor must stand on one.
   *
   * @return whether there is one
   */
  boolean next();

  /** Size of the key of this row, in bytes. */
  int keySize();

  /** The byte of this row's key at an index below {@link #keySize}. */
  byte keyByte(int at);

  /** The eight bytes of this row's key from an index on, big-endian. */
  long keyLong(int at);

  /** The key of this row. */
  Bytes key();

  /** The value of this row. */
  Bytes value();

  @Override
  void close();
}
