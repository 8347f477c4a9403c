package dev.nameplate.store.rocksdb;

import dev.nameplate.store.Row;
import dev.nameplate.store.RowCursor;
import dev.nameplate.store.Table;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;

/**
 * The visible rows of a whole table; of statements first those in their newest place, then the
 * history. It shows one moment: that of its snapshot.
 */
final class TableCursor implements RowCursor, OpenCursor {
  private static final int HISTORY_SUFFIX = 1 + Long.BYTES;

  private final Table table;
  private final Predicate<Row> visible;
  private final Gate gate;
  private final Set<OpenCursor> siblings;
  private Database database;
  private Snapshot snapshot;
  private ReadOptions options;
  private final Deque<Column> columns;
  private Column column;
  private RocksIterator rows;

  /** Where to go on in the column: at the key, or right behind it. */
  private byte[] last = {};

  private @Nullable Row next;
  private boolean closed;

  /**
   * Starts at the first row; the caller is inside the gate.
   *
   * @param siblings where it is found for as long as it is open
   * @param visible whether readers see a row
   */
  TableCursor(
      Database database, Gate gate, Set<OpenCursor> siblings, Table table, Predicate<Row> visible) {
    this.table = table;
    this.visible = visible;
    this.gate = gate;
    this.siblings = siblings;
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
    siblings.add(this);
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
  public boolean hasNext() {
    if (next == null) {
      int counter = gate.enter();
      try {
        next = advance();
      } finally {
        gate.leave(counter);
      }
    }
    return next != null;
  }

  @Override
  public Row next() {
    Row row = hasNext() ? next : null;
    if (row == null) {
      throw new NoSuchElementException("no more rows in table " + table);
    }
    next = null;
    return row;
  }

  private @Nullable Row advance() {
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
      check();
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

  private void check() {
    try {
      rows.status();
    } catch (RocksDBException e) {
      throw Failures.running(e);
    }
  }

  @Override
  public void close() {
    int counter = gate.enterUnlessShut();
    if (counter < 0) {
      return; // the store is closing and frees its cursors itself
    }
    try {
      free();
      siblings.remove(this);
    } finally {
      gate.leave(counter);
    }
  }

  @Override
  public void leave() {
    rows.close();
    options.close();
    database.release(snapshot);
  }

  @Override
  public void goOn(Database again) {
    database = again;
    snapshot = again.snapshot();
    options = options(snapshot);
    begin();
  }

  @Override
  public void free() {
    if (!closed) {
      closed = true;
      leave();
    }
  }
}
