package dev.nameplate.store.rocksdb;

import dev.nameplate.record.Bytes;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowKey;
import dev.nameplate.store.Table;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/**
 * The visible rows of one partition. It shows one moment: the iterator reads from the state of its
 * creation, and the head, taken before that, decides what of it is visible.
 */
final class PartitionCursor extends VisibleRows {
  private final Table table;
  private final String partition;
  private final int partitionSize;
  private final Function<Row, Optional<Row>> visible;
  private final Slice end;
  private ReadOptions options;
  private RocksIterator rows;

  /** Position to continue from: at the key, or right behind it. */
  private byte[] last;

  private boolean closed;

  /**
   * Starts at {@code from}; the caller is inside the gate.
   *
   * @param siblings the set of open cursors, which it joins
   * @param visible maps a row to its version that readers see
   */
  PartitionCursor(
      Database database,
      Gate gate,
      Set<OpenCursor> siblings,
      Table table,
      String partition,
      Bytes from,
      Function<Row, Optional<Row>> visible) {
    super(gate, siblings);
    this.table = table;
    this.partition = partition;
    this.partitionSize = partition.getBytes(StandardCharsets.UTF_8).length;
    this.visible = visible;
    this.end = new Slice(RowFormat.endOf(partition));
    this.last = RowFormat.key(partition, from);
    this.options = options();
    this.rows = database.iterator(Column.of(table), options);
    rows.seek(last);
    open();
  }

  @Override
  @Nullable Row advance() {
    while (!closed && rows.isValid()) {
      byte[] place = rows.key();
      last = Arrays.copyOf(place, place.length + 1); // the least key behind this one
      RowKey key = new RowKey(table, partition, RowFormat.name(place, partitionSize));
      Row row = RowFormat.row(key, rows.value());
      rows.next();
      Optional<Row> seen = visible.apply(row);
      if (seen.isPresent()) {
        return seen.get();
      }
    }
    if (!closed) {
      check(rows);
    }
    return null;
  }

  private ReadOptions options() {
    // A long scan must not push what point reads need out of the cache.
    return new ReadOptions().setIterateUpperBound(end).setFillCache(false);
  }

  @Override
  void leave() {
    rows.close();
    options.close();
  }

  @Override
  void goOn(Database database) {
    options = options();
    rows = database.iterator(Column.of(table), options);
    rows.seek(last);
  }

  @Override
  void free() {
    if (!closed) {
      closed = true;
      rows.close();
      options.close();
      end.close();
    }
  }
}
