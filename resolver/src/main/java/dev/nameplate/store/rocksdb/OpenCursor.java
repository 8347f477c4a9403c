package dev.nameplate.store.rocksdb;

import java.util.Set;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** A reader with native memory, which is freed when the reader or its store is closed. */
abstract class OpenCursor implements AutoCloseable {
  final Gate gate;
  private final Set<OpenCursor> siblings;

  /**
   * Is open from {@link #open} on.
   *
   * @param siblings where it is found for as long as it is open
   */
  OpenCursor(Gate gate, Set<OpenCursor> siblings) {
    this.gate = gate;
    this.siblings = siblings;
  }

  /** Is complete; the caller is inside the gate. */
  final void open() {
    siblings.add(this);
  }

  /**
   * Releases a database that is about to be closed, to continue in another. Nobody else is here.
   */
  abstract void leave();

  /**
   * Continues in the reopened database with the same rows: rows committed meanwhile are not
   * visible, since their batches are behind those visible to a cursor.
   */
  abstract void goOn(Database again);

  /** Frees native memory, while the database is open and no other thread uses it. Idempotent. */
  abstract void free();

  @Override
  public final void close() {
    int counter = gate.enterUnlessShut();
    if (counter < 0) {
      return; // the store is closing and frees its cursors itself
    }
    try {
      free();
      siblings.remove(this);
    } finally {
      gate.leave(counter);
    }
  }

  static void check(RocksIterator rows) {
    try {
      rows.status();
    } catch (RocksDBException e) {
      throw RocksDbFailures.running(e);
    }
  }
}
