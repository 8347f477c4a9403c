package dev.nameplate.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Numbered backups of the rows of a node, which share files. One at a time. */
public interface StoreBackups extends AutoCloseable {
  /** The numbers of all backups, ascending. */
  List<Integer> numbers();

  /**
   * Adds a backup of the committed rows of an open store of the same engine. Reading and writing
   * continue.
   *
   * @return its number
   * @throws dev.nameplate.error.NodeException {@code STORE_FAILED}, or {@code STORE_FULL} if there
   *     is no room
   */
  int take(NodeStore store);

  /** A file of a backup that is damaged or missing; empty if all are whole. Reads every file. */
  Optional<Path> damaged(int number);

  /**
   * Makes a store of a backup.
   *
   * @param store an empty directory
   * @param head the head of the backup
   * @throws dev.nameplate.error.NodeException {@code DATA_CORRUPT} if a file is damaged
   */
  void restore(int number, Path store, Head head);

  /** Removes a backup. */
  void remove(int number);

  /**
   * Opens the rows of a backup to read them.
   *
   * @param scratch an empty directory for what opening takes
   */
  NodeStore view(int number, Path scratch);

  @Override
  void close();
}
