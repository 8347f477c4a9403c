package dev.nameplate.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.LineageChanges;
import dev.nameplate.store.LineageCursor;
import dev.nameplate.store.LineageStore;
import dev.nameplate.store.LineageStoreContract;
import dev.nameplate.store.LineageView;
import dev.nameplate.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
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
  void damaged_rows_are_reported_and_not_taken_for_missing_rows() throws IOException {
    LineageChanges changes = new LineageChanges();
    List<Bytes> keys = new ArrayList<>();
    Random random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      byte[] value = new byte[400]; // ten rows a block
      random.nextBytes(value);
      keys.add(key("row " + i));
      changes.put(keys.get(i), Bytes.wrap(value));
    }
    store().write(0, changes, 1);
    records.compact();
    close();
    for (Path table : tables()) {
      byte[] content = Files.readAllBytes(table);
      content[content.length / 2] ^= 1;
      Files.write(table, content);
    }

    try (LineageView view = open().view()) {
      assertThatThrownBy(() -> view.getAll(keys))
          .isInstanceOfSatisfying(
              NodeException.class, e -> assertThat(e.reason()).isEqualTo(ErrorReason.DATA_CORRUPT));
    }
  }

  private List<Path> tables() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("store"))) {
      return files.filter(file -> file.toString().endsWith(".sst")).toList();
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
