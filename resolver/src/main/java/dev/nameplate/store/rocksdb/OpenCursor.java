package dev.nameplate.store.rocksdb;

/** What reads with native memory, which is freed when it is closed, or when its store is. */
interface OpenCursor {
  /** Lets go of a database that is about to be closed, to go on in another. Nobody else is here. */
  void leave();

  /**
   * Goes on in the same database, opened again, as it was before: of rows that were committed
   * meanwhile none shows, since their batches are behind those that are visible to a cursor.
   */
  void goOn(Database database);

  /** Frees native memory, while the database is open and nobody else is here. Idempotent. */
  void free();
}
