package dev.nameplate.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.store.RecordStore;
import dev.nameplate.store.RecordStoreModelContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract, on RocksDB. */
class RocksDbRecordStoreTest extends RecordStoreModelContract {
  @TempDir private Path directory;

  @Override
  protected RecordStore open() {
    return openStore();
  }

  private RocksDbRecordStore openStore() {
    return RocksDbRecordStore.open(directory.resolve("store"), RocksDbSettings.DEFAULT);
  }

  @Test
  void compacting_takes_room_from_the_files_and_nothing_from_the_rows() throws IOException {
    Items items = new Items(10_000);
    store().close();
    for (int opening = 0; opening < 3; opening++) { // closing writes a file each
      try (RocksDbRecordStore store = openStore()) {
        items.commitNext(store);
        items.commitNext(store);
      }
    }
    long before = fileBytes();

    try (RocksDbRecordStore store = openStore()) {
      store.compact();
      assertThat(items.differences(store, new Items.Damage())).isEmpty();
    }

    assertThat(fileBytes()).isLessThan(before);
    try (RocksDbRecordStore store = openStore()) {
      assertThat(items.differences(store, new Items.Damage())).isEmpty();
    }
  }

  private long fileBytes() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("store"))) {
      return files
          .filter(file -> file.toString().endsWith(".sst"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }
}
