package dev.nameplate.store;

import java.nio.file.Path;

/** A way to store the rows of nodes. Everything above asks for one, and names none. Thread-safe. */
public interface Engine {
  /**
   * Opens the rows in a directory, or makes a store without rows.
   *
   * @throws dev.nameplate.error.NodeException if the directory cannot be used: held by another
   *     process, of another format, damaged, read-only, or full
   */
  NodeStore open(Path directory, StoreSettings settings);

  /**
   * Refuses if this engine takes no backups; writes nothing.
   *
   * @throws dev.nameplate.error.NodeException {@code STORE_FAILED} if it takes none
   */
  default void requireBackups() {}

  /** Opens the backups of a store in a directory, or makes a place for them. */
  StoreBackups backups(Path directory);
}
