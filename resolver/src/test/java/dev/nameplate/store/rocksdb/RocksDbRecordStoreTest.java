package dev.nameplate.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.RecordStoreModelContract;
import dev.nameplate.store.Row;
import dev.nameplate.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.AbstractList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The contract, on RocksDB. */
class RocksDbRecordStoreTest extends RecordStoreModelContract {
  @TempDir private Path directory;

  @Override
  protected RecordStore open() {
    return openStore();
  }

  private RocksDbRecordStore openStore() {
    return RocksDbRecordStore.open(directory.resolve("store"), StoreSettings.DEFAULT);
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

  @Test
  @Timeout(60)
  void a_store_that_found_no_room_is_not_opened_again_while_a_backup_reads_it() throws Exception {
    try (RocksDbRecordStore full = openElsewhere()) {
      Items items = new Items(10);
      items.commitNext(full);
      assertFull(() -> full.stage(new RowsWithoutRoom()));
      CountDownLatch inside = new CountDownLatch(1);
      CountDownLatch end = new CountDownLatch(1);
      Thread backup =
          new Thread(
              () ->
                  full.withDatabase(
                      database -> {
                        inside.countDown();
                        awaitUninterrupted(end);
                      }));
      backup.start();
      inside.await();
      try {
        assertFull(full::reopen);
        assertThat(items.differences(full, new Items.Damage())).as("reading goes on").isEmpty();
      } finally {
        end.countDown();
      }
      backup.join();
      full.reopen();
      items.commitNext(full);
      assertThat(items.differences(full, new Items.Damage())).isEmpty();
    }
  }

  @Test
  void closing_does_not_wait_for_ever_for_a_backup_and_lets_go_when_it_ends() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    RocksDbRecordStore store = openElsewhere();
    Items items = new Items(10);
    items.commitNext(store);
    Thread backup =
        new Thread(
            () ->
                store.withDatabase(
                    database -> {
                      inside.countDown();
                      awaitUninterrupted(end);
                    }));
    backup.start();
    inside.await();
    try {
      store.close(Duration.ZERO);

      assertThat(backup.isAlive()).isTrue();
      assertThatThrownBy(() -> items.commitNext(store))
          .isInstanceOfSatisfying(
              NodeException.class, e -> assertThat(e.reason()).isEqualTo(ErrorReason.NODE_STOPPED));
      assertThatThrownBy(this::openElsewhere)
          .isInstanceOfSatisfying(
              NodeException.class,
              e -> assertThat(e.reason()).isEqualTo(ErrorReason.DIRECTORY_IN_USE));
    } finally {
      end.countDown();
    }
    backup.join();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("nameplate-store-close")) {
        thread.join();
      }
    }
    try (RocksDbRecordStore again = openElsewhere()) {
      assertThat(again.head()).isEqualTo(store.head());
    }
  }

  private RocksDbRecordStore openElsewhere() {
    return RocksDbRecordStore.open(directory.resolve("full"), StoreSettings.DEFAULT);
  }

  private static void assertFull(ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            NodeException.class, e -> assertThat(e.reason()).isEqualTo(ErrorReason.STORE_FULL));
  }

  private static void awaitUninterrupted(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Rows on the way of which the disk turns out to be full. */
  private static final class RowsWithoutRoom extends AbstractList<Row> {
    @Override
    public Row get(int index) {
      throw new NodeException(ErrorReason.STORE_FULL, "no room");
    }

    @Override
    public int size() {
      return 1;
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
