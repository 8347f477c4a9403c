package dev.nameplate.store.rocksdb;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.Head;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowCursor;
import dev.nameplate.store.RowKey;
import dev.nameplate.store.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of which all follows from the head: batch b writes version b + 1 of every item and one row
 * of each other table, all with contents that name key and version.
 */
final class Items {
  static final int COUNT = 20;
  static final String PARTITION = "M88.1";

  private final int padding;

  /** Items with contents of about {@code padding} bytes. */
  Items(int padding) {
    this.padding = padding;
  }

  /** Commits the next batch. */
  void commitNext(RecordStore store) {
    Head head = store.head();
    store.stage(batch(head.batches()));
    store.commit(head, next(head));
  }

  static Head next(Head head) {
    return new Head(
        1, head.batches() + 1, (head.batches() + 1) * COUNT, head.timeMillis() + 1, head.root());
  }

  List<Row> batch(long batch) {
    List<Row> rows = new ArrayList<>();
    for (int item = 0; item < COUNT; item++) {
      rows.add(statement(item, batch + 1));
    }
    for (Table table : Table.values()) {
      if (table != Table.STATEMENT) {
        rows.add(other(table, batch));
      }
    }
    return rows;
  }

  Row statement(int item, long version) {
    RowKey key =
        new RowKey(Table.STATEMENT, PARTITION, Bytes.utf8(String.format("item%04d", item)));
    return new Row(key, version, version - 1, content(key, version));
  }

  Row other(Table table, long batch) {
    RowKey key = new RowKey(table, PARTITION, Bytes.utf8(String.format("row%06d", batch)));
    return new Row(key, 0, batch, content(key, 0));
  }

  private Bytes content(RowKey key, long version) {
    return Bytes.utf8(
        (key.table() + key.name().toUtf8() + "/" + version + " ").repeat(1 + padding / 24));
  }

  /**
   * Reads everything that must be there under the store's head.
   *
   * @return what is not as it must be, one line each; damage that the store reports is not among it
   */
  List<String> differences(RecordStore store, Damage damage) {
    List<String> different = new ArrayList<>();
    long batches = store.head().batches();
    for (int item = 0; item < COUNT; item++) {
      Row newest = statement(item, batches);
      damage.count(
          () -> expect(different, List.of(newest), store.newest(newest.key()).stream().toList()));
      for (long version = 1; version <= batches; version++) {
        Row row = statement(item, version);
        damage.count(
            () ->
                expect(
                    different,
                    List.of(row),
                    store.version(row.key(), row.version()).stream().toList()));
      }
    }
    for (Table table : Table.values()) {
      List<Row> rows = rows(table, batches);
      damage.count(() -> expect(different, rows, scan(store, table)));
      for (Row row : rows) {
        if (table != Table.STATEMENT) {
          damage.count(
              () -> expect(different, List.of(row), store.read(row.key()).stream().toList()));
        }
      }
    }
    return different;
  }

  private List<Row> rows(Table table, long batches) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < (table == Table.STATEMENT ? COUNT : batches); i++) {
      rows.add(table == Table.STATEMENT ? statement(i, batches) : other(table, i));
    }
    return rows;
  }

  private static List<Row> scan(RecordStore store, Table table) {
    List<Row> rows = new ArrayList<>();
    try (RowCursor cursor = store.scan(table, PARTITION, Bytes.EMPTY)) {
      cursor.forEachRemaining(rows::add);
    }
    return rows;
  }

  private static void expect(List<String> different, List<Row> expected, List<Row> found) {
    if (!expected.equals(found)) {
      different.add("expected " + expected + " but found " + found);
    }
  }

  /** Counts how often the store reported damage. */
  static final class Damage {
    private int reports;

    void count(Runnable read) {
      try {
        read.run();
      } catch (NodeException e) {
        if (e.reason() != ErrorReason.DATA_CORRUPT) {
          throw e;
        }
        reports++;
      }
    }

    int reports() {
      return reports;
    }
  }
}
