package dev.nameplate.store.rocksdb;

import dev.nameplate.store.RecordStore;
import dev.nameplate.store.RecordStoreModelContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract, on RocksDB. */
class RocksDbRecordStoreTest extends RecordStoreModelContract {
  @TempDir private Path directory;

  @Override
  protected RecordStore open() {
    return RocksDbRecordStore.open(directory.resolve("store"), RocksDbSettings.DEFAULT);
  }
}
