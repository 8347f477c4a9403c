package dev.nameplate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NameplateException;
import dev.nameplate.error.NodeException;
import dev.nameplate.record.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link RecordStore} must do, sentence by sentence of its documentation. */
public abstract class RecordStoreContract {
  private static final String HOME = "M88.1";

  private RecordStore store;

  /**
   * Opens the store of the running test: a new one at first, and after a {@link RecordStore#close}
   * the same one again.
   */
  protected abstract RecordStore open();

  @BeforeEach
  final void openStore() {
    store = open();
  }

  @AfterEach
  final void closeStore() {
    store.close();
  }

  protected final RecordStore store() {
    return store;
  }

  protected final void reopen() {
    store.close();
    store = open();
  }

  // Heads

  @Test
  void a_new_store_has_the_head_of_a_log_never_opened() {
    assertThat(store.head()).isEqualTo(Head.NONE);
  }

  @Test
  void a_commit_moves_the_head_and_it_stays_there_after_reopening() {
    Head next = new Head(7, 3, 21, 1_700_000_000_123L, Bytes.wrap(new byte[32]));
    store.commit(Head.NONE, next);
    assertThat(store.head()).isEqualTo(next);
    reopen();
    assertThat(store.head()).isEqualTo(next);
  }

  @Test
  void a_commit_without_rows_may_raise_the_epoch_alone() {
    commit(statement("a", 1, 0));
    Head before = store.head();
    Head next = new Head(before.epoch() + 1, 1, 1, before.timeMillis(), before.root());
    store.commit(before, next);
    reopen();
    assertThat(store.head()).isEqualTo(next);
    assertThat(store.newest(key("a"))).isPresent();
  }

  @Test
  void a_commit_that_expects_another_head_is_refused_and_nothing_of_it_shows() {
    commit(statement("a", 1, 0));
    Head committed = store.head();
    store.stage(List.of(statement("b", 1, 1)));
    Head wrong = new Head(committed.epoch() + 1, 1, 1, 0, committed.root());
    assertThatThrownBy(() -> store.commit(wrong, after(committed, 2)))
        .isInstanceOf(HeadMovedException.class);
    assertThat(store.head()).isEqualTo(committed);
    assertThat(store.newest(key("b"))).isEmpty();
    reopen();
    assertThat(store.head()).isEqualTo(committed);
    assertThat(store.newest(key("b"))).isEmpty();
  }

  @Test
  void after_a_failed_commit_every_further_write_is_refused_and_reading_goes_on() {
    Row row = statement("a", 1, 0);
    commit(row);
    Head wrong = new Head(9, 9, 9, 9, store.head().root());
    assertThatThrownBy(() -> store.commit(wrong, after(wrong, 10)))
        .isInstanceOf(HeadMovedException.class);
    assertRefused(
        ErrorReason.STORE_FAILED, () -> store.commit(store.head(), after(store.head(), 2)));
    assertRefused(ErrorReason.STORE_FAILED, () -> store.stage(List.of(statement("b", 1, 1))));
    assertThat(store.newest(key("a"))).contains(row);
    reopen();
    commit(statement("b", 1, 1));
    assertThat(store.newest(key("b"))).isPresent();
  }

  // Visibility

  @ParameterizedTest
  @EnumSource(Table.class)
  void a_row_is_seen_by_every_kind_of_read_once_committed_and_by_none_before(Table table) {
    Row row = row(table, HOME, Bytes.utf8("a"), 0);
    store.stage(List.of(row));
    assertThat(seen(row.key())).isEmpty();
    store.commit(store.head(), after(store.head(), 1));
    assertThat(seen(row.key())).containsOnly(row).hasSize(table == Table.STATEMENT ? 3 : 2);
    reopen();
    assertThat(seen(row.key())).containsOnly(row).hasSize(table == Table.STATEMENT ? 3 : 2);
  }

  @ParameterizedTest
  @EnumSource(Table.class)
  void a_staged_row_that_was_never_committed_does_not_show_after_reopening(Table table) {
    Row lost = row(table, HOME, Bytes.utf8("lost"), 0);
    store.stage(List.of(lost));
    reopen();
    assertThat(seen(lost.key())).isEmpty();
    Row kept = row(table, HOME, Bytes.utf8("kept"), 0);
    commit(kept); // of the batch that the lost row was to be part of
    assertThat(seen(lost.key())).isEmpty();
    assertThat(rows(table, HOME, Bytes.EMPTY)).containsExactly(kept);
  }

  @Test
  void staging_a_row_again_replaces_the_uncommitted_one() {
    RowKey node = new RowKey(Table.LOG_NODE, "", Bytes.utf8("n"));
    store.stage(List.of(statement("a", 1, 0, "first"), new Row(node, 0, 0, Bytes.utf8("first"))));
    store.stage(List.of(statement("a", 2, 0, "first")));
    store.stage(List.of(statement("a", 1, 0, "second"), statement("a", 2, 0, "second")));
    store.stage(List.of(new Row(node, 0, 0, Bytes.utf8("second"))));
    store.commit(store.head(), after(store.head(), 1));
    reopen();
    assertThat(store.read(node)).map(Row::value).contains(Bytes.utf8("second"));
    assertThat(store.newest(key("a"))).contains(statement("a", 2, 0, "second"));
    assertThat(store.version(key("a"), 1)).contains(statement("a", 1, 0, "second"));
  }

  @Test
  void staging_a_later_version_again_keeps_the_committed_ones() {
    commit(statement("a", 1, 0));
    store.stage(List.of(statement("a", 2, 1, "first")));
    store.stage(List.of(statement("a", 2, 1, "second")));
    store.commit(store.head(), after(store.head(), 2));
    assertThat(store.newest(key("a"))).contains(statement("a", 2, 1, "second"));
    assertThat(store.version(key("a"), 1)).contains(statement("a", 1, 0));
  }

  @Test
  void rows_staged_in_several_calls_and_of_several_batches_are_committed_together() {
    store.stage(List.of(statement("a", 1, 0)));
    store.stage(List.of());
    store.stage(List.of(statement("b", 1, 1), statement("c", 1, 2)));
    store.commit(store.head(), after(store.head(), 3));
    assertThat(names(Table.STATEMENT, HOME)).containsExactly("a", "b", "c");
  }

  @Test
  void fifty_thousand_rows_are_one_commit() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      rows.add(statement(String.format("COIL-%06d", i), 1, i / 256, "x".repeat(250)));
    }
    store.stage(rows);
    assertThat(rows(Table.STATEMENT, HOME, Bytes.EMPTY)).isEmpty();
    store.commit(store.head(), after(store.head(), 50_000 / 256 + 1));
    reopen();
    assertThat(rows(Table.STATEMENT, HOME, Bytes.EMPTY)).isEqualTo(rows);
  }

  @Test
  void empty_and_large_names_and_values_come_back_as_they_were() {
    byte[] noise = new byte[320 << 10];
    new Random(5).nextBytes(noise);
    Row large =
        new Row(
            new RowKey(Table.PROOF, "", Bytes.copyOf(Arrays.copyOf(noise, 4096))),
            0,
            0,
            Bytes.copyOf(noise));
    Row empty = new Row(new RowKey(Table.PROOF, "", Bytes.EMPTY), 0, 0, Bytes.EMPTY);
    commit(large, empty);
    reopen();
    assertThat(store.read(large.key())).contains(large);
    assertThat(store.read(empty.key())).contains(empty);
    assertThat(rows(Table.PROOF, "", Bytes.EMPTY)).containsExactly(empty, large);
  }

  // Versions

  @Test
  void every_version_stays_and_the_newest_is_the_highest() {
    for (int version = 1; version <= 5; version++) {
      commit(statement("a", version, version - 1));
      assertThat(store.newest(key("a"))).contains(statement("a", version, version - 1));
    }
    reopen();
    for (int version = 1; version <= 5; version++) {
      assertThat(store.version(key("a"), version)).contains(statement("a", version, version - 1));
    }
    assertThat(store.newest(key("a"))).contains(statement("a", 5, 4));
  }

  @Test
  void versions_may_begin_with_2_and_nothing_shows_before_it() {
    store.stage(List.of(statement("a", 2, 0)));
    assertThat(store.newest(key("a"))).isEmpty();
    assertThat(rows(Table.STATEMENT, "M88.1", Bytes.EMPTY)).isEmpty();
    commit(statement("a", 2, 0));
    assertThat(store.newest(key("a"))).contains(statement("a", 2, 0));
    commit(statement("a", 3, 1));
    assertThat(store.version(key("a"), 1)).isEmpty();
    assertThat(store.version(key("a"), 2)).contains(statement("a", 2, 0));
    assertThat(store.newest(key("a"))).contains(statement("a", 3, 1));
  }

  @Test
  void versions_committed_together_are_all_kept() {
    commit(statement("a", 1, 0));
    commit(statement("a", 2, 1), statement("a", 3, 1), statement("a", 4, 2));
    for (int version = 1; version <= 4; version++) {
      assertThat(store.version(key("a"), version)).map(Row::version).contains((long) version);
    }
    assertThat(rows(Table.STATEMENT, HOME, Bytes.EMPTY)).containsExactly(statement("a", 4, 2));
  }

  @Test
  void a_staged_version_does_not_hide_the_committed_one() {
    Row first = statement("a", 1, 0);
    commit(first);
    store.stage(List.of(statement("a", 2, 1)));
    assertThat(store.newest(key("a"))).contains(first);
    assertThat(store.version(key("a"), 1)).contains(first);
    assertThat(store.version(key("a"), 2)).isEmpty();
    assertThat(rows(Table.STATEMENT, HOME, Bytes.EMPTY)).containsExactly(first);
    reopen();
    assertThat(store.newest(key("a"))).contains(first);
  }

  @Test
  void a_version_or_a_key_that_does_not_exist_is_absent() {
    commit(statement("a", 1, 0), statement("ab", 1, 0));
    assertThat(store.version(key("a"), 0)).isEmpty();
    assertThat(store.version(key("a"), 2)).isEmpty();
    assertThat(store.version(key("b"), 1)).isEmpty();
    assertThat(store.newest(key("aa"))).isEmpty();
    assertThat(store.newest(key(""))).isEmpty();
    assertThat(store.read(new RowKey(Table.BATCH, HOME, Bytes.utf8("a")))).isEmpty();
  }

  // Scans

  @Test
  void a_scan_goes_in_the_order_of_unsigned_bytes() {
    String[] names = {
      "", "00", "0000", "0001", "01", "7f", "7fff", "80", "c3a4", "ff", "ff00", "ffff"
    };
    List<Row> rows = new ArrayList<>();
    for (int i = names.length - 1; i >= 0; i--) {
      rows.add(row(Table.PROOF, HOME, Bytes.fromHex(names[i]), 0));
    }
    commit(rows.toArray(Row[]::new));
    assertThat(rows(Table.PROOF, HOME, Bytes.EMPTY))
        .extracting(row -> row.key().name().toHex())
        .containsExactly(names);
  }

  @Test
  void a_scan_starts_at_its_bound_or_at_the_next_row() {
    commit(statement("a", 1, 0), statement("c", 1, 0), statement("e", 1, 0));
    assertThat(rows(Table.STATEMENT, HOME, Bytes.utf8("c")))
        .map(Row::key)
        .containsExactly(key("c"), key("e"));
    assertThat(rows(Table.STATEMENT, HOME, Bytes.utf8("d")))
        .map(Row::key)
        .containsExactly(key("e"));
    assertThat(rows(Table.STATEMENT, HOME, Bytes.utf8("f"))).isEmpty();
  }

  @Test
  void partitions_and_tables_do_not_mix() {
    List<Row> rows = new ArrayList<>();
    List<String> partitions = List.of("", "88", "88.1", "88.1 ", "88.11", "88.1é", "88.2", "é");
    for (Table table : Table.values()) {
      for (String partition : partitions) {
        rows.add(row(table, partition, Bytes.utf8("1"), 0));
        rows.add(row(table, partition, Bytes.utf8("~"), 0));
      }
    }
    commit(rows.toArray(Row[]::new));
    for (Table table : Table.values()) {
      for (String partition : partitions) {
        assertThat(rows(table, partition, Bytes.EMPTY))
            .containsExactly(
                row(table, partition, Bytes.utf8("1"), 0),
                row(table, partition, Bytes.utf8("~"), 0));
      }
      assertThat(rows(table, "8", Bytes.EMPTY)).isEmpty();
      assertThat(rows(table, "88.", Bytes.EMPTY)).isEmpty();
    }
  }

  @Test
  void a_scan_shows_the_newest_version_of_each_key_only() {
    commit(statement("a", 1, 0), statement("b", 1, 0));
    commit(statement("a", 2, 1));
    assertThat(rows(Table.STATEMENT, HOME, Bytes.EMPTY))
        .containsExactly(statement("a", 2, 1), statement("b", 1, 0));
  }

  @Test
  void a_cursor_sees_the_moment_of_its_creation() {
    commit(statement("a", 1, 0), statement("c", 1, 0));
    try (RowCursor cursor = store.scan(Table.STATEMENT, HOME, Bytes.EMPTY)) {
      assertThat(cursor.next()).isEqualTo(statement("a", 1, 0));
      commit(statement("b", 1, 1), statement("c", 2, 1), statement("d", 1, 1));
      assertThat(cursor.next()).isEqualTo(statement("c", 1, 0));
      assertThat(cursor.hasNext()).isFalse();
      assertThatThrownBy(cursor::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  // Reading everything

  @ParameterizedTest
  @EnumSource(Table.class)
  void all_rows_of_a_table_are_read_in_every_version_each_once(Table table) {
    List<Row> wanted = new ArrayList<>();
    for (Table each : Table.values()) {
      for (String partition : List.of("", "88.1", "88.1é", HOME)) {
        Row row = row(each, partition, Bytes.utf8("name of " + partition), 0);
        store.stage(List.of(row));
        if (each == table) {
          wanted.add(row);
        }
      }
    }
    store.stage(List.of(statement("a", 1, 0), statement("a", 2, 0), statement("b", 1, 0)));
    store.commit(store.head(), after(store.head(), 1));
    commit(statement("a", 3, 1));
    if (table == Table.STATEMENT) {
      wanted.addAll(
          List.of(
              statement("a", 1, 0),
              statement("a", 2, 0),
              statement("a", 3, 1),
              statement("b", 1, 0)));
    }
    store.stage(List.of(row(table, HOME, Bytes.utf8("not committed"), 2)));
    try (RowCursor cursor = store.scanAll(table)) {
      commit(row(table, HOME, Bytes.utf8("later"), 2));
      List<Row> found = new ArrayList<>();
      cursor.forEachRemaining(found::add);
      assertThat(found).containsExactlyInAnyOrderElementsOf(wanted);
      assertThatThrownBy(cursor::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  // Mending

  @ParameterizedTest
  @EnumSource(value = Table.class, names = "STATEMENT", mode = EnumSource.Mode.EXCLUDE)
  void a_row_is_mended_and_a_surplus_one_removed_while_the_head_stays(Table table) {
    Row kept = row(table, HOME, Bytes.utf8("kept"), 0);
    Row wrong = row(table, HOME, Bytes.utf8("wrong"), 0);
    Row surplus = row(table, HOME, Bytes.utf8("surplus"), 0);
    commit(kept, new Row(wrong.key(), 0, 0, Bytes.utf8("?")), surplus, statement("a", 1, 0));
    Head head = store.head();
    Row missing = row(table, HOME, Bytes.utf8("missing"), 0);
    store.mend(
        List.of(wrong, missing), List.of(surplus.key(), new RowKey(table, "nowhere", Bytes.EMPTY)));
    assertThat(rows(table, HOME, Bytes.EMPTY)).containsExactly(kept, missing, wrong);
    reopen();
    assertThat(store.head()).isEqualTo(head);
    assertThat(rows(table, HOME, Bytes.EMPTY)).containsExactly(kept, missing, wrong);
    assertThat(store.newest(key("a"))).contains(statement("a", 1, 0));
    commit(statement("a", 2, 1)); // mending is not the end of writing
  }

  @Test
  void each_version_of_a_statement_is_mended_in_its_place() {
    commit(statement("a", 1, 0), statement("b", 1, 0));
    commit(statement("a", 2, 1));
    commit(statement("a", 3, 2));
    for (int version = 1; version <= 3; version++) {
      store.mend(List.of(statement("a", version, version - 1, "mended " + version)), List.of());
    }
    reopen();
    for (int version = 1; version <= 3; version++) {
      assertThat(store.version(key("a"), version))
          .contains(statement("a", version, version - 1, "mended " + version));
    }
    assertThat(store.newest(key("a"))).contains(statement("a", 3, 2, "mended 3"));
    assertThat(store.newest(key("b"))).contains(statement("b", 1, 0));
    commit(statement("a", 4, 3));
    assertThat(store.version(key("a"), 3)).contains(statement("a", 3, 2, "mended 3"));
  }

  @Test
  void a_statement_that_does_not_exist_or_a_row_of_a_batch_to_come_cannot_be_mended() {
    commit(statement("a", 1, 0));
    commit(statement("a", 2, 1));
    Row proof = row(Table.PROOF, HOME, Bytes.utf8("proof"), 0);
    Row early = row(Table.PROOF, HOME, Bytes.utf8("early"), 2);
    for (Row row :
        List.of(
            statement("b", 1, 0),
            statement("a", 3, 1),
            statement("a", 1, 1),
            statement("a", 2, 0),
            early)) {
      assertThatThrownBy(() -> store.mend(List.of(proof, row), List.of()))
          .as("%s", row)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> store.mend(List.of(), List.of(key("a"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(store.newest(key("a"))).contains(statement("a", 2, 1));
    assertThat(store.read(proof.key())).isEmpty();
    commit(early); // nothing had changed
  }

  // Many at once

  @Test
  void many_rows_are_read_in_the_order_of_their_keys_and_missing_ones_are_empty() {
    Row operation = row(Table.OPERATION, HOME, Bytes.utf8("op"), 0);
    commit(statement("a", 1, 0), statement("b", 1, 0), operation);
    commit(statement("a", 2, 1));
    List<RowKey> keys = List.of(key("b"), operation.key(), key("missing"), key("a"), key("b"));

    assertThat(store.readAll(keys, Long.MAX_VALUE))
        .containsExactly(
            Optional.of(statement("b", 1, 0)),
            Optional.of(operation),
            Optional.empty(),
            Optional.of(statement("a", 2, 1)),
            Optional.of(statement("b", 1, 0)));
    assertThat(store.readAll(List.of(), Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void many_rows_are_read_until_their_values_reach_the_limit() {
    commit(statement("a", 1, 0, "12345"), statement("b", 1, 0, "12345"));
    List<RowKey> keys = List.of(key("missing"), key("a"), key("b"));

    assertThat(store.readAll(keys, 6)).hasSize(2);
    assertThat(store.readAll(keys, 7)).hasSize(3);
  }

  @Test
  void the_first_row_of_a_partition_is_that_of_a_scan() {
    commit(statement("b", 1, 0), statement("c", 1, 0));
    String partition = key("b").partition();

    assertThat(store.first(Table.STATEMENT, partition, Bytes.utf8("a")))
        .contains(statement("b", 1, 0));
    assertThat(store.first(Table.STATEMENT, partition, Bytes.utf8("bb")))
        .contains(statement("c", 1, 0));
    assertThat(store.first(Table.STATEMENT, partition, Bytes.utf8("d"))).isEmpty();
  }

  // Forgetting

  @Test
  void forgetting_a_partition_of_operations_leaves_everything_else() {
    Row gone = row(Table.OPERATION, "2026-11", Bytes.utf8("a"), 0);
    List<Row> kept = new ArrayList<>();
    for (Table table : Table.values()) {
      kept.add(row(table, "2026-12", Bytes.utf8("a"), 0));
      kept.add(row(table, "2026-1", Bytes.utf8("a"), 0));
      kept.add(row(table, "2026-111", Bytes.utf8("a"), 0));
      if (table != Table.OPERATION) {
        kept.add(row(table, "2026-11", Bytes.utf8("a"), 0));
      }
    }
    commit(gone);
    commit(kept.stream().map(row -> at(row, 1)).toArray(Row[]::new));
    Head head = store.head();
    store.forget("2026-11");
    store.forget("never written");
    reopen();
    assertThat(store.head()).isEqualTo(head);
    for (Row row : kept) {
      assertThat(seen(row.key())).containsOnly(at(row, 1)).isNotEmpty();
    }
    Row again = at(gone, 2);
    commit(again); // a forgotten partition can be used again
    assertThat(store.read(again.key())).contains(again);
  }

  // Closing

  @Test
  void after_closing_every_call_says_that_the_node_has_stopped() {
    Row row = statement("a", 1, 0);
    commit(row);
    Head head = store.head();
    RowCursor cursor = store.scan(Table.STATEMENT, HOME, Bytes.EMPTY);
    store.close();
    store.close();
    assertRefused(ErrorReason.NODE_STOPPED, () -> store.stage(List.of(row)));
    assertRefused(ErrorReason.NODE_STOPPED, () -> store.commit(head, after(head, 2)));
    assertRefused(
        ErrorReason.NODE_STOPPED, () -> store.read(new RowKey(Table.BATCH, "", Bytes.EMPTY)));
    assertRefused(ErrorReason.NODE_STOPPED, () -> store.newest(row.key()));
    assertRefused(ErrorReason.NODE_STOPPED, () -> store.version(row.key(), 1));
    assertRefused(ErrorReason.NODE_STOPPED, () -> store.scan(Table.STATEMENT, HOME, Bytes.EMPTY));
    assertRefused(ErrorReason.NODE_STOPPED, () -> store.forget("x"));
    assertRefused(ErrorReason.NODE_STOPPED, cursor::hasNext);
    cursor.close();
    cursor.close();
  }

  @Test
  void closing_waits_for_readers_and_stops_them() throws Exception {
    commit(statement("a", 1, 0), statement("b", 1, 0));
    CountDownLatch reading = new CountDownLatch(3);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<ErrorReason>> ends = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        ends.add(threads.submit(() -> readUntilStopped(reading)));
      }
      reading.await();
      store.close();
      for (Future<ErrorReason> end : ends) {
        assertThat(end.get()).isEqualTo(ErrorReason.NODE_STOPPED);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private ErrorReason readUntilStopped(CountDownLatch reading) {
    try {
      for (long round = 0; ; round++) {
        assertThat(store.newest(key("a"))).contains(statement("a", 1, 0));
        assertThat(names(Table.STATEMENT, HOME)).containsExactly("a", "b");
        if (round == 20) {
          reading.countDown();
        }
      }
    } catch (NodeException e) {
      return e.reason();
    } finally {
      reading.countDown(); // also when a read was wrong
    }
  }

  // Rows of these tests; contents follow from key and version, so that a mix-up shows

  protected static final RowKey key(String name) {
    return new RowKey(Table.STATEMENT, HOME, Bytes.utf8(name));
  }

  protected static final Row statement(String name, long version, long batch) {
    return statement(name, version, batch, "content of version ");
  }

  protected static final Row statement(String name, long version, long batch, String content) {
    return new Row(key(name), version, batch, Bytes.utf8(content + version));
  }

  private static Row row(Table table, String partition, Bytes name, long batch) {
    Bytes value = Bytes.utf8(table + " " + partition + " " + name.toHex());
    return new Row(
        new RowKey(table, partition, name), table == Table.STATEMENT ? 1 : 0, batch, value);
  }

  private static Row at(Row row, long batch) {
    return new Row(row.key(), row.version(), batch, row.value());
  }

  protected static final Head after(Head head, long batches) {
    return new Head(
        Math.max(1, head.epoch()),
        batches,
        head.statements() + 1,
        head.timeMillis() + 1,
        head.root());
  }

  /** Commits rows; the head moves past the highest of their batches. */
  protected final void commit(Row... rows) {
    store.stage(List.of(rows));
    long batches = List.of(rows).stream().mapToLong(Row::batch).max().orElseThrow() + 1;
    store.commit(store.head(), after(store.head(), batches));
  }

  /** What each kind of read that fits the table finds of a key. */
  private List<Row> seen(RowKey key) {
    List<Row> seen = new ArrayList<>();
    if (key.table() == Table.STATEMENT) {
      store.newest(key).ifPresent(seen::add);
      store.version(key, 1).ifPresent(seen::add);
    } else {
      store.read(key).ifPresent(seen::add);
    }
    rows(key.table(), key.partition(), key.name()).stream()
        .filter(row -> row.key().equals(key))
        .forEach(seen::add);
    return seen;
  }

  protected final List<Row> rows(Table table, String partition, Bytes from) {
    List<Row> rows = new ArrayList<>();
    try (RowCursor cursor = store.scan(table, partition, from)) {
      cursor.forEachRemaining(rows::add);
    }
    return rows;
  }

  private List<String> names(Table table, String partition) {
    return rows(table, partition, Bytes.EMPTY).stream()
        .map(row -> row.key().name().toUtf8())
        .toList();
  }

  protected static final void assertRefused(ErrorReason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            NameplateException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .message()
        .doesNotContain("\n");
  }
}
