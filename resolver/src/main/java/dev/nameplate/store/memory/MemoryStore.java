package dev.nameplate.store.memory;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.Head;
import dev.nameplate.store.HeadMovedException;
import dev.nameplate.store.LineageStore;
import dev.nameplate.store.NodeStore;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowCursor;
import dev.nameplate.store.RowKey;
import dev.nameplate.store.Table;
import dev.nameplate.store.memory.MemoryRows.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rows of one node in memory. Thread-safe as {@link NodeStore} says. */
final class MemoryStore implements NodeStore {
  private final MemoryRows rows;
  private final MemoryLineage lineage;
  private final Map<Place, Row> staged = new TreeMap<>(); // used by the thread that commits
  private volatile boolean failed;
  private volatile boolean closed;

  MemoryStore(MemoryRows rows) {
    this.rows = rows;
    this.lineage = new MemoryLineage(rows, this::requireOpen);
  }

  @Override
  public LineageStore lineage() {
    return lineage;
  }

  @Override
  public Head head() {
    return rows.head;
  }

  @Override
  public void stage(List<Row> more) {
    requireWritable();
    for (Row row : more) {
      require(
          row.batch() >= rows.head.batches(),
          row.key() + ": batch " + row.batch() + " is committed (expected: a later batch)");
      staged.put(Place.of(row.key(), row.version()), row);
    }
  }

  @Override
  public void commit(Head expected, Head next) {
    requireWritable();
    failed = true; // until it is done
    if (!rows.head.equals(expected)) {
      throw new HeadMovedException(expected, rows.head);
    }
    require(
        next.batches() >= expected.batches()
            && staged.values().stream().allMatch(row -> row.batch() < next.batches()),
        "next head: " + next.batches() + " batches (expected: as many as there are rows of)");
    rows.committed.putAll(staged);
    rows.head = next;
    staged.clear();
    failed = false;
  }

  @Override
  public Optional<Row> read(RowKey key) {
    requireOpen();
    require(
        key.table() != Table.STATEMENT, "table: STATEMENT (expected: a table without versions)");
    return visible(rows.committed.get(Place.of(key, 0)));
  }

  @Override
  public Optional<Row> newest(RowKey key) {
    requireOpen();
    requireStatement(key);
    return rows
        .committed
        .subMap(Place.of(key, 0), true, Place.of(key, Long.MAX_VALUE), true)
        .descendingMap()
        .values()
        .stream()
        .flatMap(row -> visible(row).stream())
        .findFirst();
  }

  @Override
  public Optional<Row> version(RowKey key, long version) {
    requireOpen();
    requireStatement(key);
    return visible(rows.committed.get(Place.of(key, version)));
  }

  private Optional<Row> visible(@Nullable Row row) {
    return Optional.ofNullable(row).filter(found -> found.batch() < rows.head.batches());
  }

  @Override
  public RowCursor scan(Table table, String partition, Bytes from) {
    requireOpen();
    return new MemoryCursor(
        this::requireOpen,
        rows.head.batches(),
        rows.committed.tailMap(new Place(table, partition, from, 0)).values().stream()
            .takeWhile(row -> isIn(row, table, partition)),
        true);
  }

  @Override
  public RowCursor scanAll(Table table) {
    requireOpen();
    return new MemoryCursor(
        this::requireOpen,
        rows.head.batches(),
        rows.committed.tailMap(new Place(table, "", Bytes.EMPTY, 0)).values().stream()
            .takeWhile(row -> row.key().table() == table),
        false);
  }

  @Override
  public void mend(List<Row> mended, List<RowKey> surplus) {
    requireWritable();
    surplus.forEach(
        key -> require(key.table() != Table.STATEMENT, key + " (expected: a derived row)"));
    require(
        staged.isEmpty() && mended.stream().allMatch(row -> row.batch() < rows.head.batches()),
        "rows: of a batch to come, or some are staged (expected: of committed batches)");
    mended.forEach(
        row ->
            require(
                row.key().table() != Table.STATEMENT || isThere(row),
                row.key() + " version " + row.version() + " (expected: a version that exists)"));
    mended.forEach(row -> rows.committed.put(Place.of(row.key(), row.version()), row));
    surplus.forEach(key -> rows.committed.remove(Place.of(key, 0)));
  }

  private boolean isThere(Row row) {
    Row there = rows.committed.get(Place.of(row.key(), row.version()));
    return there != null && there.batch() == row.batch();
  }

  @Override
  public void forget(String operationPartition) {
    requireOpen();
    rows
        .committed
        .tailMap(new Place(Table.OPERATION, operationPartition, Bytes.EMPTY, 0))
        .values()
        .stream()
        .takeWhile(row -> isIn(row, Table.OPERATION, operationPartition))
        .forEach(row -> rows.committed.remove(Place.of(row.key(), 0)));
  }

  private static boolean isIn(Row row, Table table, String partition) {
    return row.key().table() == table && row.key().partition().equals(partition);
  }

  /** Does nothing. */
  @Override
  public void compact() {
    requireOpen();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      rows.inUse.set(false);
    }
  }

  private static void requireStatement(RowKey key) {
    require(key.table() == Table.STATEMENT, "table: " + key.table() + " (expected: STATEMENT)");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  private void requireWritable() {
    requireOpen();
    if (failed) {
      throw new NodeException(
          ErrorReason.STORE_FAILED, "store: an earlier commit failed; open the node again");
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new NodeException(ErrorReason.NODE_STOPPED, "store: closed (expected: open)");
    }
  }
}
