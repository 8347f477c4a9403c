package dev.nameplate.store.memory;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.store.Engine;
import dev.nameplate.store.NodeStore;
import dev.nameplate.store.StoreBackups;
import dev.nameplate.store.StoreSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stores in memory that last as long as this object: a closed store opens again with its rows. The
 * directories only tell stores apart, and nothing is written to them: each engine needs new
 * directories, since a node with keys but without its rows would sign a second history.
 * Thread-safe. Takes no backups.
 */
public final class MemoryEngine implements Engine {
  private final Map<Path, MemoryRows> stores = new ConcurrentHashMap<>();

  @Override
  public NodeStore open(Path directory, StoreSettings settings) {
    MemoryRows rows =
        stores.computeIfAbsent(directory.toAbsolutePath().normalize(), path -> new MemoryRows());
    if (!rows.inUse.compareAndSet(false, true)) {
      throw new NodeException(
          ErrorReason.DIRECTORY_IN_USE,
          "directory: \""
              + directory
              + "\" is open already (expected: one node for each directory)");
    }
    return new MemoryStore(rows);
  }

  @Override
  public void requireBackups() {
    throw unsupported();
  }

  @Override
  public StoreBackups backups(Path directory) {
    throw unsupported();
  }

  private static NodeException unsupported() {
    return new NodeException(
        ErrorReason.STORE_FAILED,
        "backup: rows that are kept in memory cannot be backed up (expected: a node with files)");
  }
}
