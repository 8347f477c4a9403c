package dev.nameplate.store.rocksdb;

import dev.nameplate.store.Engine;
import dev.nameplate.store.NodeStore;
import dev.nameplate.store.StoreBackups;
import dev.nameplate.store.StoreSettings;
import java.nio.file.Path;

/** The embedded engine: RocksDB, in files of this machine. */
public final class RocksDbEngine implements Engine {
  @Override
  public NodeStore open(Path directory, StoreSettings settings) {
    return RocksDbRecordStore.open(directory, settings);
  }

  @Override
  public StoreBackups backups(Path directory) {
    return RocksDbBackups.open(directory);
  }
}
