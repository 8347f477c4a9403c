package dev.nameplate.store.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.store.Head;
import dev.nameplate.store.HeadMovedException;
import dev.nameplate.store.Row;
import dev.nameplate.store.StoreSettings;
import dev.nameplate.store.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

/** What may be in a directory, and who may hold it. */
class RocksDbDirectoryTest {
  @TempDir private Path home;
  private final Items items = new Items(50);

  @Test
  void a_store_creates_its_directory_with_parents_and_marks_its_format() throws IOException {
    Path directory = home.resolve("a/b/store");
    open(directory).close();
    assertThat(directory.resolve("FORMAT")).hasContent("nameplate-store 4\n");
    open(directory).close();
  }

  @Test
  void a_directory_in_which_only_the_marker_was_written_before_a_crash_is_opened()
      throws IOException {
    Files.writeString(home.resolve("FORMAT.new"), "namepl");
    open(home).close();
    Path other = Files.createDirectory(home.resolve("other"));
    Files.writeString(other.resolve("FORMAT"), "nameplate-store 4\n");
    open(other).close();
  }

  @Test
  void a_directory_with_files_of_somebody_else_is_left_alone() throws IOException {
    Files.writeString(home.resolve("thesis.txt"), "mine");
    assertRefused(
        home,
        ErrorReason.FORMAT_UNSUPPORTED,
        "is not empty and not a nameplate store (expected: a file FORMAT); name another directory");
    assertThat(home).isDirectoryNotContaining("glob:**FORMAT*");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "of another program,tarantool 2",
    "empty,''",
    "without version,nameplate-store",
    "negative,nameplate-store -1"
  })
  void a_foreign_marker_is_refused(String why, String content) throws IOException {
    Files.writeString(home.resolve("FORMAT"), content);
    assertRefused(
        home,
        ErrorReason.FORMAT_UNSUPPORTED,
        "its file FORMAT is not a nameplate store's (expected: nameplate-store 4); name another directory");
  }

  @Test
  void a_newer_format_is_refused_with_both_versions() throws IOException {
    open(home).close();
    Files.writeString(home.resolve("FORMAT"), "nameplate-store 5\n");
    assertRefused(
        home,
        ErrorReason.FORMAT_UNSUPPORTED,
        "has store format 5 (expected: 4); open it with the nameplate version that wrote it, "
            + "or a newer version");
  }

  @Test
  void a_store_that_is_being_converted_is_older_and_is_refused_by_older_versions()
      throws IOException {
    open(home).close();
    Files.writeString(home.resolve("FORMAT"), "nameplate-store 3\n");
    try (RocksDbRecordStore store = open(home)) {
      store.converting();
    }
    assertThat(Files.readString(home.resolve("FORMAT")))
        .isEqualTo("nameplate-store 4 converting\n")
        .doesNotMatch("nameplate-store ([1-9][0-9]{0,8})\n?"); // what they accept
    try (RocksDbRecordStore store = open(home)) {
      assertThat(store.isOlder()).isTrue();
      store.converted();
      store.converting();
    }
    assertThat(home.resolve("FORMAT")).hasContent("nameplate-store 4\n");
  }

  @Test
  void a_directory_that_this_process_has_open_is_in_use() {
    RocksDbRecordStore store = open(home);
    assertRefused(
        home,
        ErrorReason.DIRECTORY_IN_USE,
        "in use by a running node; stop that node or choose another directory");
    items.commitNext(store); // the refused opening did no harm
    store.close();
    open(home).close();
  }

  @ParameterizedTest(name = "version {0}, without {1}")
  @CsvSource({"1, index lineage", "2, lineage"})
  void a_store_of_an_older_version_gets_what_it_lacks_and_keeps_its_rows(
      int version, String without) throws Exception {
    Set<String> lacking = Set.of(without.split(" "));
    RocksDbRecordStore written = open(home);
    items.commitNext(written);
    written.close();
    drop(lacking);
    Files.writeString(home.resolve("FORMAT"), "nameplate-store " + version + "\n");

    try (RocksDbRecordStore store = open(home)) {
      assertThat(store.read(items.other(Table.BATCH, 0).key())).isPresent();
      assertThat(store.read(items.other(Table.INDEX, 0).key()).isPresent())
          .isEqualTo(!lacking.contains("index"));
      assertThat(store.lineage().watermark()).isZero();
      assertThat(store.isOlder()).isTrue();
    }

    assertThat(home.resolve("FORMAT")).hasContent("nameplate-store 3\n");
    assertDamagedWithout("lineage"); // from now on that is damage
  }

  @Test
  void a_store_whose_rows_are_converted_is_older_no_more() throws Exception {
    open(home).close();
    Files.writeString(home.resolve("FORMAT"), "nameplate-store 3\n");
    try (RocksDbRecordStore store = open(home)) {
      assertThat(store.isOlder()).isTrue();
    }
    assertThat(home.resolve("FORMAT")).hasContent("nameplate-store 3\n");

    try (RocksDbRecordStore store = open(home)) {
      store.converted();
      assertThat(store.isOlder()).isFalse();
    }
    assertThat(home.resolve("FORMAT")).hasContent("nameplate-store 4\n");
    try (RocksDbRecordStore store = open(home)) {
      assertThat(store.isOlder()).isFalse();
    }
  }

  @ParameterizedTest(name = "version {0}")
  @CsvSource({"1, proof", "2, index"})
  void a_store_of_an_older_version_that_lacks_more_is_damaged(int version, String lost)
      throws Exception {
    open(home).close();
    Files.writeString(home.resolve("FORMAT"), "nameplate-store " + version + "\n");
    assertDamagedWithout(lost);
  }

  private void assertDamagedWithout(String column) throws Exception {
    drop(Set.of(column));
    assertThatThrownBy(() -> open(home))
        .isInstanceOfSatisfying(
            NodeException.class, e -> assertThat(e.reason()).isEqualTo(ErrorReason.DATA_CORRUPT));
  }

  private void drop(Set<String> unwanted) throws Exception {
    List<ColumnFamilyDescriptor> columns = new ArrayList<>();
    try (Options options = new Options();
        ColumnFamilyOptions plain = new ColumnFamilyOptions();
        DBOptions database = new DBOptions()) {
      for (byte[] name : RocksDB.listColumnFamilies(options, home.toString())) {
        columns.add(new ColumnFamilyDescriptor(name, plain));
      }
      List<ColumnFamilyHandle> handles = new ArrayList<>();
      try (RocksDB rocks = RocksDB.open(database, home.toString(), columns, handles)) {
        for (ColumnFamilyHandle handle : handles) {
          if (unwanted.contains(new String(handle.getName(), UTF_8))) {
            rocks.dropColumnFamily(handle);
          }
          handle.close();
        }
      }
    }
  }

  @Test
  void a_directory_that_another_process_has_open_is_in_use() throws Exception {
    try (ChildJvm child = ChildJvm.start(List.of(), CommitLoop.class, home.toString(), "1", "50")) {
      assertThat(child.line()).isEqualTo("open");
      assertRefused(
          home,
          ErrorReason.DIRECTORY_IN_USE,
          "in use by a running node; stop that node or choose another directory");
      assertThat(child.finish()).contains("committed 1");
    }
    try (RocksDbRecordStore store = open(home)) {
      assertThat(store.head().batches()).isEqualTo(1);
    }
  }

  @Test
  void a_path_that_is_a_file_or_below_one_cannot_be_a_store() throws IOException {
    Path file = Files.writeString(home.resolve("file"), "");
    assertRefused(
        file, ErrorReason.STORE_FAILED, "is a file (expected: a directory); name a directory");
    assertRefused(
        file.resolve("store"),
        ErrorReason.STORE_FAILED,
        "cannot be read or written (Not a directory); make it writable or choose another directory");
  }

  @Test
  void a_place_where_nothing_can_be_created_is_refused() {
    Path directory = Path.of("/proc/self/nameplate");
    assumeThat(Path.of("/proc/self")).exists();
    assertRefused(
        directory,
        ErrorReason.STORE_FAILED,
        "cannot be read or written (no such file or directory); make it writable or choose "
            + "another directory");
  }

  @Test
  void a_directory_without_permission_to_write_is_refused() throws IOException {
    Path directory = Files.createDirectory(home.resolve("read-only"));
    assertThat(directory.toFile().setWritable(false)).isTrue();
    if (Files.isWritable(directory)) { // the superuser, whom permissions do not bind
      RocksDbRecordStore.open(directory, StoreSettings.DEFAULT).close();
      return;
    }
    assertRefused(
        directory,
        ErrorReason.STORE_FAILED,
        "cannot be read or written (permission denied); make it writable or choose another directory");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void a_cache_without_room_is_refused(long bytes) {
    assertThatThrownBy(() -> new StoreSettings(bytes, 512))
        .hasMessageContaining("expected: at least");
    assertThatThrownBy(() -> new StoreSettings(64 << 20, (int) bytes))
        .hasMessageContaining("expected: at least");
  }

  // What the port leaves to the caller

  @Test
  void a_row_of_a_batch_that_is_committed_or_beyond_the_new_head_is_refused() {
    try (RocksDbRecordStore store = open(home)) {
      items.commitNext(store);
      assertThatThrownBy(() -> store.stage(List.of(items.statement(0, 1))))
          .hasMessage("statement M88.1 item0000: batch 0 (expected: at least 1)");
    }
    try (RocksDbRecordStore store = open(home)) {
      store.stage(List.of(items.statement(0, 2), items.statement(0, 3)));
      assertThatThrownBy(() -> store.commit(store.head(), Items.next(store.head())))
          .hasMessage("next head: 2 batches (expected: at least 3)");
      assertThat(store.head().batches()).isEqualTo(1);
    }
  }

  @Test
  void a_version_that_does_not_follow_the_newest_is_refused() {
    for (long version : new long[] {3, 7}) {
      try (RocksDbRecordStore store = open(home)) {
        Row gap = items.statement(0, version);
        assertThatThrownBy(() -> store.stage(List.of(gap)))
            .hasMessage("statement M88.1 item0000: version " + version + " (expected: 1 or 2)");
      }
    }
  }

  @Test
  void a_forgotten_partition_is_gone_at_once_and_for_ever() {
    try (RocksDbRecordStore store = open(home)) {
      items.commitNext(store);
      store.forget(Items.PARTITION);
      assertThat(store.read(items.other(Table.OPERATION, 0).key())).isEmpty();
    }
    try (RocksDbRecordStore store = open(home)) {
      assertThat(store.read(items.other(Table.OPERATION, 0).key())).isEmpty();
      assertThat(store.read(items.other(Table.PROOF, 0).key())).isPresent();
    }
  }

  @Test
  void the_refusal_of_a_moved_head_names_both() {
    try (RocksDbRecordStore store = open(home)) {
      items.commitNext(store);
      assertThatThrownBy(() -> store.commit(Head.NONE, Items.next(Head.NONE)))
          .isInstanceOf(HeadMovedException.class)
          .hasMessageStartingWith("head: epoch 1, batch 1 (expected: epoch 0, batch 0)");
    }
  }

  private static RocksDbRecordStore open(Path directory) {
    return RocksDbRecordStore.open(directory, StoreSettings.DEFAULT);
  }

  private static void assertRefused(Path directory, ErrorReason reason, String rest) {
    assertThatThrownBy(() -> open(directory).close())
        .isInstanceOfSatisfying(NodeException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessage("directory " + directory + ": " + rest);
  }
}
