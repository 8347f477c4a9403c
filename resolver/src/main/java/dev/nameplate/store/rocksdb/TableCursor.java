package dev.nameplate.store.rocksdb;

import dev.nameplate.store.Row;
import dev.nameplate.store.Table;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;

/**
 * The visible rows of a whole table in a snapshot; for statements first the newest versions, then
 * the history.
 */
final class TableCursor extends VisibleRows {
  private static final int HISTORY_SUFFIX = 1 + Long.BYTES;

  private final Table table;
  private final Predicate<Row> visible;
  private Database database;
  private Snapshot snapshot;
  private ReadOptions options;
  private final Deque<Column> columns;
  private Column column;
  private RocksIterator rows;

  /** Position to continue from in the column: at the key, or right behind it. */
  private byte[] last = {};

  private boolean closed;

  /**
   * Starts at the first row; the caller is inside the gate.
   *
   * @param siblings where it is found for as long as it is open
   * @param visible whether readers see a row
   */
  TableCursor(
      Database database, Gate gate, Set<OpenCursor> siblings, Table table, Predicate<Row> visible) {
    super(gate, siblings);
    this.table = table;
    this.visible = visible;
    this.database = database;
    this.snapshot = database.snapshot();
    this.options = options(snapshot);
    this.columns = new ArrayDeque<>(List.of(Column.of(table)));
    if (table == Table.STATEMENT) {
      columns.add(Column.HISTORY);
    }
    this.column = columns.remove();
    this.rows = database.iterator(column, options);
    rows.seek(last);
    open();
  }

  private static ReadOptions options(Snapshot snapshot) {
    // A long scan must not push what point reads need out of the cache.
    return new ReadOptions().setSnapshot(snapshot).setFillCache(false);
  }

  private void begin() {
    rows = database.iterator(column, options);
    rows.seek(last);
  }

  @Override
  @Nullable Row advance() {
    while (!closed) {
      while (rows.isValid()) {
        byte[] place = rows.key();
        Row row = row(place, rows.value());
        last = Arrays.copyOf(place, place.length + 1); // the least key behind this one
        rows.next();
        if (visible.test(row)) {
          return row;
        }
      }
      check(rows);
      if (columns.isEmpty()) {
        return null;
      }
      rows.close();
      column = columns.remove();
      last = new byte[0];
      begin();
    }
    return null;
  }

  private Row row(byte[] key, byte[] value) {
    int size = column == Column.HISTORY ? key.length - HISTORY_SUFFIX : key.length;
    return RowFormat.row(RowFormat.rowKey(table, key, size), value);
  }

  @Override
  void leave() {
    rows.close();
    options.close();
    database.release(snapshot);
  }

  @Override
  void goOn(Database again) {
    database = again;
    snapshot = again.snapshot();
    options = options(snapshot);
    begin();
  }

  @Override
  void free() {
    if (!closed) {
      closed = true;
      leave();
    }
  }
}
