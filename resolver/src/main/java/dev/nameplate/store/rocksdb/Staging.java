package dev.nameplate.store.rocksdb;

import dev.nameplate.store.Head;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowKey;
import dev.nameplate.store.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * The rows of the next commit, in one write batch. A version that gets superseded moves to the
 * history in the same batch. Used by one thread at a time.
 */
final class Staging implements AutoCloseable {
  private static final byte[] HEAD_KEY = {'h', 'e', 'a', 'd'};

  private final Database database;
  private final WriteBatch batch = new WriteBatch();
  private final Map<RowKey, Row> newest = new HashMap<>();
  private long lastBatch = -1;

  Staging(Database database) {
    this.database = database;
  }

  static Head committed(Database database) {
    return database.get(Column.DEFAULT, HEAD_KEY).map(RowFormat::head).orElse(Head.NONE);
  }

  void add(Row row) {
    byte[] key = RowFormat.key(row.key().partition(), row.key().name());
    lastBatch = Math.max(lastBatch, row.batch());
    if (row.key().table() == Table.STATEMENT) {
      addStatement(row, key);
    } else {
      put(Column.of(row.key().table()), key, RowFormat.value(row));
    }
  }

  private void addStatement(Row row, byte[] key) {
    Row staged = newest.get(row.key());
    if (staged != null && staged.version() > row.version()) {
      put(Column.HISTORY, RowFormat.historyKey(key, row.version()), RowFormat.value(row));
      return;
    }
    if (staged != null && staged.version() < row.version()) {
      supersede(key, staged, RowFormat.value(staged), row);
    } else if (staged == null && row.version() > 1) {
      Optional<byte[]> value = database.get(Column.STATEMENT, key);
      if (value.isPresent()) {
        supersede(key, RowFormat.row(row.key(), value.get()), value.get(), row);
      } else if (row.version() > RecordStore.HIGHEST_FIRST_VERSION) {
        throw gap(row, 0);
      }
    }
    put(Column.STATEMENT, key, RowFormat.value(row));
    newest.put(row.key(), row);
  }

  private void supersede(byte[] key, Row old, byte[] value, Row row) {
    if (old.version() != row.version() - 1) {
      throw gap(row, old.version());
    }
    put(Column.HISTORY, RowFormat.historyKey(key, old.version()), value);
  }

  private static IllegalArgumentException gap(Row row, long found) {
    return new IllegalArgumentException(
        RowFormat.describe(row.key())
            + ": version "
            + row.version()
            + " (expected: "
            + (found == 0 ? "1 or " + RecordStore.HIGHEST_FIRST_VERSION : found + 1)
            + ")");
  }

  /** Highest batch of the staged rows, -1 if there are none. */
  long lastBatch() {
    return lastBatch;
  }

  /** Everything staged, with the head that makes it visible. */
  WriteBatch with(Head head) {
    put(Column.DEFAULT, HEAD_KEY, RowFormat.value(head));
    return batch;
  }

  /** A row to be mended, and the column that has it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Placed(Column column, byte[] key, Row row) {}

  /**
   * Finds the place of a row to be mended. Changes nothing.
   *
   * @throws IllegalArgumentException if it is a statement that does not exist
   */
  Placed place(Row row) {
    byte[] key = RowFormat.key(row.key().partition(), row.key().name());
    if (row.key().table() != Table.STATEMENT) {
      return new Placed(Column.of(row.key().table()), key, row);
    }
    if (isAt(Column.STATEMENT, key, row)) {
      return new Placed(Column.STATEMENT, key, row);
    }
    byte[] before = RowFormat.historyKey(key, row.version());
    if (isAt(Column.HISTORY, before, row)) {
      return new Placed(Column.HISTORY, before, row);
    }
    throw new IllegalArgumentException(
        RowFormat.describe(row.key())
            + ": version "
            + row.version()
            + " of batch "
            + row.batch()
            + " (expected: a version that exists)");
  }

  /** A batch that puts rows in their places and removes surplus rows; nothing else is staged. */
  WriteBatch mending(List<Placed> rows, List<RowKey> surplus) {
    for (RowKey key : surplus) {
      try {
        batch.delete(
            database.handle(Column.of(key.table())), RowFormat.key(key.partition(), key.name()));
      } catch (RocksDBException e) {
        throw RocksDbFailures.running(e);
      }
    }
    rows.forEach(placed -> put(placed.column(), placed.key(), RowFormat.value(placed.row())));
    return batch;
  }

  private boolean isAt(Column column, byte[] key, Row row) {
    return database
        .get(column, key)
        .map(value -> RowFormat.row(row.key(), value))
        .filter(found -> found.version() == row.version() && found.batch() == row.batch())
        .isPresent();
  }

  void clear() {
    batch.clear();
    newest.clear();
    lastBatch = -1;
  }

  private void put(Column column, byte[] key, byte[] value) {
    try {
      batch.put(database.handle(column), key, value);
    } catch (RocksDBException e) {
      throw RocksDbFailures.running(e);
    }
  }

  @Override
  public void close() {
    batch.close();
  }
}
