package dev.nameplate.store;

/** The rows of a node, as an {@link Engine} opens them: its log and its lineage. */
public interface NodeStore extends RecordStore {
  /** The lineage that is derived from the log. Closed with this store. */
  LineageStore lineage();

  /**
   * True if rows may have been written in an older format: those of a store that an older version
   * wrote, and of a restored backup. They can be read; who owns the store converts them before
   * anything else, with {@link #mend}, and then calls {@link #converted}.
   */
  default boolean isOlder() {
    return false;
  }

  /**
   * Marks the store as one without rows of an older format. Durable on return. Does nothing where
   * {@link #isOlder} is false.
   *
   * @throws dev.nameplate.error.NodeException {@code STORE_FAILED} if that cannot be written
   */
  default void converted() {}

  /**
   * Mark before the first row of this format is written into an older store, so that older versions
   * refuse it. Durable on return; without effect on a store that is not older.
   */
  default void converting() {}

  /**
   * Compacts the store to its final form, so that the directory takes the least room. Blocks until
   * that is done, minutes where there is much; needs as much room again as the largest table takes.
   * Reading and writing go on meanwhile; closing waits for it.
   *
   * @throws dev.nameplate.error.NodeException {@code STORE_FULL} or {@code STORE_FAILED} if it
   *     stopped half way; no row is lost
   */
  void compact();
}
