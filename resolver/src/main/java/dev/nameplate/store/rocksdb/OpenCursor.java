package dev.nameplate.store.rocksdb;

import dev.nameplate.store.RowCursor;

/** A cursor with native memory, which is freed when it is closed, or when its store is. */
interface OpenCursor extends RowCursor {
  /** Lets go of a database that is about to be closed, to go on in another. Nobody else is here. */
  void leave();

  /**
   * Goes on in the same database, opened again. What was committed meanwhile does not show: its
   * batches are behind those that are visible to this cursor.
   */
  void goOn(Database database);

  /** Frees native memory, while the database is open and nobody else is here. Idempotent. */
  void free();
}
