package dev.nameplate.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.store.LineageCursor;
import dev.nameplate.store.LineageStore;
import dev.nameplate.store.LineageStoreContract;
import dev.nameplate.store.LineageView;
import dev.nameplate.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract, on RocksDB, and what is its own. */
class RocksDbLineageStoreTest extends LineageStoreContract {
  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init") // set by open(), before each test
  private RocksDbRecordStore records;

  @Override
  protected LineageStore open() {
    records = RocksDbRecordStore.open(directory.resolve("store"), StoreSettings.DEFAULT);
    return records.lineage();
  }

  @Override
  protected void close() {
    records.close();
  }

  @Test
  void rows_take_no_room_in_the_write_ahead_log() throws IOException {
    store().write(0, put("a", "x".repeat(1_000_000)), 1);
    try (var files = Files.list(directory.resolve("store"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".log")))
          .allSatisfy(file -> assertThat(Files.size(file)).isLessThan(1_000_000));
    }
  }

  @Test
  void after_the_database_was_opened_again_what_was_not_in_files_is_gone_with_its_watermark() {
    Path again = directory.resolve("again");
    Gate gate = new Gate();
    Set<OpenCursor> readers = ConcurrentHashMap.newKeySet();
    Database[] open = {Database.open(create(again), StoreSettings.DEFAULT, true)};
    LineageStore lineage = new RocksDbLineageStore(() -> open[0], gate, readers);
    lineage.write(0, put("a", "1"), 4);
    open[0].flush(Column.LINEAGE);
    lineage.write(4, put("b", "2"), 9);
    LineageView before = lineage.view();
    LineageCursor cursor = before.cursor();
    assertThat(cursor.seek(key("a"))).isTrue();

    gate.pause();
    readers.forEach(OpenCursor::leave);
    open[0].close();
    open[0] = Database.open(again, StoreSettings.DEFAULT, false);
    readers.forEach(reader -> reader.goOn(open[0]));
    gate.resume();

    assertThat(lineage.watermark()).isEqualTo(4);
    assertThat(lineage.write(9, put("c", "3"), 10)).isFalse();
    assertOutlived(() -> before.get(key("a")));
    assertOutlived(cursor::next);
    cursor.close();
    before.close();
    assertThat(readers).isEmpty();
    try (LineageView now = lineage.view()) {
      assertThat(now.get(key("a"))).contains(key("1"));
      assertThat(now.get(key("b"))).isEmpty();
    }
    assertThat(lineage.write(4, put("b", "2"), 9)).isTrue();
    open[0].close();
  }

  private static Path create(Path path) {
    try {
      return Files.createDirectories(path);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertOutlived(Runnable read) {
    assertThatThrownBy(read::run)
        .isInstanceOfSatisfying(
            NodeException.class, e -> assertThat(e.reason()).isEqualTo(ErrorReason.STORE_FULL))
        .hasMessageContaining("retry");
  }

  @Test
  void compacting_leaves_rows_and_counters_alone() {
    store().write(0, put("a", "1", "b", "2"), 3);
    records.compact();
    assertThat(rows()).isEqualTo(Map.of("a", "1", "b", "2"));
    assertThat(store().watermark()).isEqualTo(3);
  }
}
