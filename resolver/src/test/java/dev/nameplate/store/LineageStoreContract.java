package dev.nameplate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.record.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link LineageStore} must do, sentence by sentence of its documentation. */
public abstract class LineageStoreContract {
  private LineageStore store;

  /** Opens the store of the running test: a new one at first, and then the same one again. */
  protected abstract LineageStore open();

  /** Closes it as a node does that stops. */
  protected abstract void close();

  @BeforeEach
  final void openStore() {
    store = open();
  }

  @AfterEach
  final void closeStore() {
    close();
  }

  protected final LineageStore store() {
    return store;
  }

  protected final void reopen() {
    close();
    store = open();
  }

  @Test
  void a_new_store_has_no_rows_and_its_watermark_is_zero() {
    assertThat(store.watermark()).isZero();
    try (LineageView view = store.view()) {
      assertThat(view.watermark()).isZero();
      assertThat(view.get(key("a"))).isEmpty();
      assertThat(view.counter(key("a"))).isZero();
      assertThat(view.cursor().seek(key("a"))).isFalse();
      assertThat(view.cursor().seekLast(key("zzz"))).isFalse();
    }
  }

  @Test
  void a_write_brings_its_rows_and_its_watermark_and_they_are_there_after_reopening() {
    assertThat(store.write(0, put("a", "1", "b", "2"), 7)).isTrue();
    reopen();
    assertThat(store.watermark()).isEqualTo(7);
    assertThat(rows()).containsExactlyEntriesOf(new TreeMap<>(Map.of("a", "1", "b", "2")));
  }

  @Test
  void a_write_from_another_watermark_does_nothing_and_says_so() {
    store.write(0, put("a", "1"), 7);
    assertThat(store.write(0, put("a", "2"), 9)).isFalse();
    assertThat(store.write(8, put("a", "3"), 9)).isFalse();
    assertThat(store.watermark()).isEqualTo(7);
    assertThat(rows()).isEqualTo(Map.of("a", "1"));
  }

  @Test
  void the_watermark_moves_also_without_rows() {
    assertThat(store.write(0, new LineageChanges(), 12)).isTrue();
    assertThat(store.watermark()).isEqualTo(12);
  }

  @Test
  void counters_add_up_over_writes_and_within_one() {
    LineageChanges first = new LineageChanges();
    first.add(key("c"), 3);
    first.add(key("c"), 4);
    store.write(0, first, 1);
    LineageChanges second = new LineageChanges();
    second.add(key("c"), 1L << 40);
    store.write(1, second, 2);
    reopen();
    try (LineageView view = store.view()) {
      assertThat(view.counter(key("c"))).isEqualTo((1L << 40) + 7);
    }
  }

  @Test
  void rows_of_all_sizes_and_in_any_order_are_written_in_one_piece() {
    LineageChanges changes = new LineageChanges();
    Map<String, String> expected = new TreeMap<>();
    for (int size = 4_096; size > 0; size = size * 2 / 3) {
      String name = (size % 2 == 0 ? "b" : "a") + "x".repeat(size - 1);
      changes.put(key(name), key("old"));
      changes.put(key(name), key("y".repeat(size * 20)));
      expected.put(name, "y".repeat(size * 20));
      changes.add(key("c" + size), size);
      changes.add(key("c" + size), 1);
    }
    changes.put(key("empty"), Bytes.EMPTY);
    expected.put("empty", "");
    store.write(0, changes, 1);
    reopen();
    try (LineageView view = store.view()) {
      expected.forEach((name, value) -> assertThat(view.get(key(name))).contains(key(value)));
      for (int size = 4_096; size > 0; size = size * 2 / 3) {
        assertThat(view.counter(key("c" + size))).isEqualTo(size + 1);
      }
    }
  }

  @Test
  void a_view_shows_one_moment() {
    store.write(0, put("a", "1"), 1);
    try (LineageView view = store.view()) {
      LineageCursor cursor = view.cursor();
      store.write(1, put("a", "2", "b", "2"), 2);
      assertThat(view.watermark()).isEqualTo(1);
      assertThat(view.get(key("a"))).contains(key("1"));
      assertThat(view.get(key("b"))).isEmpty();
      assertThat(cursor.seek(key("a"))).isTrue();
      assertThat(cursor.value()).isEqualTo(key("1"));
      assertThat(cursor.next()).isFalse();
    }
    assertThat(rows()).isEqualTo(Map.of("a", "2", "b", "2"));
  }

  @Test
  void many_values_are_read_in_the_order_of_their_keys() {
    store.write(0, put("a", "1", "b", "2", "c", "3"), 1);
    try (LineageView view = store.view()) {
      assertThat(view.getAll(List.of(key("c"), key("x"), key("a"), key("c"))))
          .containsExactly(
              Optional.of(key("3")),
              Optional.empty(),
              Optional.of(key("1")),
              Optional.of(key("3")));
      assertThat(view.getAll(List.of())).isEmpty();
    }
  }

  @Test
  void a_cursor_seeks_forwards_and_backwards_and_shows_the_parts_of_a_key() {
    LineageChanges changes = new LineageChanges();
    changes.put(Bytes.fromHex("75ffffffffffffffff00"), key("x"));
    changes.put(Bytes.fromHex("7500000000000000010203"), key("y"));
    store.write(0, changes, 1);
    try (LineageView view = store.view();
        LineageCursor cursor = view.cursor()) {
      assertThat(cursor.seek(key("u"))).isTrue();
      assertThat(cursor.keySize()).isEqualTo(11);
      assertThat(cursor.keyByte(0)).isEqualTo((byte) 'u');
      assertThat(cursor.keyLong(1)).isEqualTo(1);
      assertThat(cursor.key()).isEqualTo(Bytes.fromHex("7500000000000000010203"));
      assertThat(cursor.next()).isTrue();
      assertThat(cursor.keyLong(1)).isEqualTo(-1);
      assertThat(cursor.value()).isEqualTo(key("x"));
      assertThat(cursor.next()).isFalse();
      assertThat(cursor.seekLast(Bytes.fromHex("7500000000000000010203"))).isTrue();
      assertThat(cursor.keyLong(1)).isEqualTo(1);
      assertThat(cursor.seekLast(key("t"))).isFalse();
      assertThat(cursor.seekLast(key("z"))).isTrue();
      assertThat(cursor.keyLong(1)).isEqualTo(-1);
    }
  }

  @Test
  void clearing_leaves_nothing_behind_and_is_durable() {
    store.write(0, put("a", "1", "\u007f", "2"), 5);
    LineageChanges counted = new LineageChanges();
    counted.add(key("c"), 1);
    store.write(5, counted, 6);
    store.clear();
    assertThat(store.watermark()).isZero();
    assertThat(rows()).isEmpty();
    reopen();
    assertThat(store.watermark()).isZero();
    assertThat(store.write(0, put("b", "3"), 1)).isTrue();
    assertThat(rows()).isEqualTo(Map.of("b", "3"));
    try (LineageView view = store.view()) {
      assertThat(view.counter(key("c"))).isZero();
    }
  }

  @Test
  void a_closed_view_or_cursor_reads_no_more_and_closing_again_does_nothing() {
    LineageView view = store.view();
    LineageCursor closed = view.cursor();
    LineageCursor open = view.cursor();
    closed.close();
    closed.close();
    assertThatThrownBy(() -> closed.seek(key("a"))).isInstanceOf(IllegalStateException.class);
    assertThat(open.seek(key("a"))).isFalse();
    view.close();
    view.close();
    assertThatThrownBy(() -> open.seek(key("a"))).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> view.get(key("a"))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void after_the_store_is_closed_everything_says_so() {
    LineageView view = store.view();
    LineageCursor cursor = view.cursor();
    close();
    for (Runnable call :
        List.<Runnable>of(
            store::watermark,
            store::view,
            store::clear,
            () -> store.write(0, new LineageChanges(), 1),
            () -> view.get(key("a")),
            () -> cursor.seek(key("a")))) {
      assertThatThrownBy(call::run)
          .isInstanceOfSatisfying(
              NodeException.class, e -> assertThat(e.reason()).isEqualTo(ErrorReason.NODE_STOPPED));
    }
    cursor.close();
    view.close();
    store = open();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void random_writes_leave_what_a_sorted_map_has(long seed) {
    Random random = new Random(seed);
    TreeMap<String, String> model = new TreeMap<>();
    long watermark = 0;
    for (int write = 0; write < 60; write++) {
      LineageChanges changes = new LineageChanges();
      for (int row = random.nextInt(30); row > 0; row--) {
        String key = "k" + Integer.toString(random.nextInt(200), 36);
        String value = Integer.toString(random.nextInt());
        changes.put(key(key), key(value));
        model.put(key, value);
      }
      long next = watermark + 1 + random.nextInt(9);
      assertThat(store.write(watermark, changes, next)).isTrue();
      watermark = next;
      if (random.nextInt(20) == 0) {
        reopen();
      }
    }
    assertThat(rows()).isEqualTo(model);
    try (LineageView view = store.view();
        LineageCursor cursor = view.cursor()) {
      for (int probe = 0; probe < 200; probe++) {
        String key = "k" + Integer.toString(random.nextInt(200), 36);
        Map.Entry<String, String> at = model.ceilingEntry(key);
        assertThat(cursor.seek(key(key))).isEqualTo(at != null);
        if (at != null) {
          assertThat(cursor.key()).isEqualTo(key(at.getKey()));
        }
        Map.Entry<String, String> before = model.floorEntry(key);
        assertThat(cursor.seekLast(key(key))).isEqualTo(before != null);
        if (before != null) {
          assertThat(cursor.value()).isEqualTo(key(before.getValue()));
        }
      }
    }
  }

  protected static Bytes key(String text) {
    return Bytes.utf8(text);
  }

  protected static LineageChanges put(String... keysAndValues) {
    LineageChanges changes = new LineageChanges();
    for (int at = 0; at < keysAndValues.length; at += 2) {
      changes.put(key(keysAndValues[at]), key(keysAndValues[at + 1]));
    }
    return changes;
  }

  /** All rows, in the order in which a cursor meets them. */
  protected final Map<String, String> rows() {
    List<String> keys = new ArrayList<>();
    Map<String, String> rows = new HashMap<>();
    try (LineageView view = store.view();
        LineageCursor cursor = view.cursor()) {
      for (boolean more = cursor.seek(Bytes.fromHex("01")); more; more = cursor.next()) {
        keys.add(cursor.key().toUtf8());
        rows.put(cursor.key().toUtf8(), cursor.value().toUtf8());
      }
    }
    assertThat(keys).isSorted().doesNotHaveDuplicates();
    return rows;
  }
}
