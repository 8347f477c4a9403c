package dev.nameplate.store.rocksdb;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.record.Bytes;
import dev.nameplate.signing.PrivateFiles;
import dev.nameplate.store.Failpoint;
import dev.nameplate.store.Failpoints;
import dev.nameplate.store.Head;
import dev.nameplate.store.HeadMovedException;
import dev.nameplate.store.LineageStore;
import dev.nameplate.store.NodeStore;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowCursor;
import dev.nameplate.store.RowKey;
import dev.nameplate.store.StoreSettings;
import dev.nameplate.store.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows in one directory of this machine, held by one process at a time.
 *
 * <p>A commit is one write of everything staged and the head, then one fsync, then the publication
 * of the head to readers, each a step of its own. The {@link Failpoint}s STAGE, WRITE, FSYNC and
 * HEAD_MOVE stand around them.
 */
public final class RocksDbRecordStore implements NodeStore {
  private static final int READ_ATTEMPTS = 100;
  private static final long BETWEEN_ATTEMPTS_NANOS = 100_000_000;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final long BETWEEN_LOOKS_NANOS = 10_000_000;
  private static final Logger LOGGER = LoggerFactory.getLogger(RocksDbRecordStore.class);

  private final Path directory;
  private final StoreSettings settings;
  private final FreeSpace space;
  private final Failpoints failpoints = Failpoints.configured();
  private volatile Database database;
  private CommittedMark mark;
  private Staging staging;
  private final Gate gate = new Gate();
  private final AtomicInteger longWork = new AtomicInteger();
  private final Set<OpenCursor> cursors = ConcurrentHashMap.newKeySet();
  private final RocksDbLineageStore lineage;
  private volatile Head head;
  private volatile Condition condition = Condition.WHOLE;
  private volatile boolean older;
  private final Object closing = new Object();
  private boolean closed; // guarded by this

  /** State of the store for writes: accepted; refused until opened again; refused for ever. */
  private enum Condition {
    WHOLE,
    FULL,
    FAILED
  }

  private RocksDbRecordStore(
      Path directory, StoreSettings settings, Database database, CommittedMark mark, Head head) {
    this.directory = directory;
    this.settings = settings;
    this.space = FreeSpace.of(directory, settings.reserveBytes());
    this.database = database;
    this.mark = mark;
    this.staging = new Staging(database);
    this.lineage = new RocksDbLineageStore(() -> this.database, gate, cursors);
    this.head = head;
  }

  /**
   * Opens the store in a directory, which is created with its parents if missing.
   *
   * @throws NodeException {@code DIRECTORY_IN_USE} if a process, this one included, has it open;
   *     {@code FORMAT_UNSUPPORTED} if it is not empty and not a store, or one of a newer format;
   *     {@code DATA_CORRUPT} if a file is damaged or missing; {@code STORE_FULL} if the disk is
   *     full; {@code STORE_FAILED} if it does not let us read and write
   */
  public static RocksDbRecordStore open(Path directory, StoreSettings settings) {
    int version = FormatMarker.check(directory);
    boolean older = version < FormatMarker.VERSION;
    boolean create =
        !CommittedMark.exists(directory) || (older && Database.isWhole(directory, version));
    Database database = Database.open(directory, settings, create);
    boolean opened = false;
    try {
      if (version < FormatMarker.NEWEST_OLDER) {
        FormatMarker.mark(directory, FormatMarker.NEWEST_OLDER); // its columns are there now
      }
      RocksDbLineageStore.dropOlder(database);
      Head head = Staging.committed(database);
      CommittedMark mark = CommittedMark.open(directory, head);
      PrivateFiles.tighten(directory); // the engine creates files with mode 0644
      RocksDbRecordStore store = new RocksDbRecordStore(directory, settings, database, mark, head);
      store.older = older;
      opened = true;
      return store;
    } finally {
      if (!opened) {
        database.close();
      }
    }
  }

  /**
   * Opens the store in a directory read-only, even if it is incomplete for writing: a view of a
   * backup.
   *
   * @throws NodeException as {@link #open} does
   */
  static RocksDbRecordStore openToRead(Path directory, StoreSettings settings) {
    Database database = Database.openToRead(directory, settings);
    boolean opened = false;
    try {
      Head head = Staging.committed(database);
      CommittedMark mark = CommittedMark.open(directory, head);
      RocksDbRecordStore store = new RocksDbRecordStore(directory, settings, database, mark, head);
      store.condition = Condition.FAILED;
      opened = true;
      return store;
    } finally {
      if (!opened) {
        database.close();
      }
    }
  }

  /**
   * Marks a directory as a store whose files were put there by {@link RocksDbBackups#restore}.
   *
   * @param head how far it is committed; opening it refuses less
   */
  static void adopt(Path directory, Head head) {
    FormatMarker.markConverting(directory); // no backup says which format it has
    try (CommittedMark mark = CommittedMark.open(directory, head)) {
      mark.write(head);
    }
  }

  /**
   * Runs work on the database that may take minutes. Reading and writing go on meanwhile; {@link
   * #reopen} is refused.
   */
  void withDatabase(Consumer<Database> work) {
    int counter = enterForLong();
    try {
      work.accept(database);
    } finally {
      gate.leave(counter);
      longWork.decrementAndGet();
    }
  }

  /** Enters for long work, never between {@link #reopen}'s check for callers and its pause. */
  private synchronized int enterForLong() {
    int counter = gate.enter();
    longWork.incrementAndGet();
    return counter;
  }

  @Override
  public LineageStore lineage() {
    return lineage;
  }

  @Override
  public Head head() {
    return head;
  }

  @Override
  public void stage(List<Row> rows) {
    change(
        () -> {
          failpoints.hit(Failpoint.BEFORE_STAGE);
          long first = head.batches();
          for (Row row : rows) {
            if (row.batch() < first) {
              throw new IllegalArgumentException(
                  RowFormat.describe(row.key())
                      + ": batch "
                      + row.batch()
                      + " (expected: at least "
                      + first
                      + ")");
            }
            staging.add(row);
          }
          failpoints.hit(Failpoint.AFTER_STAGE);
        });
  }

  @Override
  public void commit(Head expected, Head next) {
    change(
        () -> {
          if (!head.equals(expected)) {
            throw new HeadMovedException(expected, head);
          }
          if (staging.lastBatch() >= next.batches() || next.batches() < expected.batches()) {
            throw new IllegalArgumentException(
                "next head: "
                    + next.batches()
                    + " batches (expected: at least "
                    + Math.max(staging.lastBatch() + 1, expected.batches())
                    + ")");
          }
          failpoints.hit(Failpoint.BEFORE_WRITE);
          database.write(staging.with(next));
          failpoints.hit(Failpoint.AFTER_WRITE);
          failpoints.hit(Failpoint.BEFORE_FSYNC);
          database.sync();
          failpoints.hit(Failpoint.AFTER_FSYNC);
          mark.write(next);
          failpoints.hit(Failpoint.BEFORE_HEAD_MOVE);
          head = next;
          failpoints.hit(Failpoint.AFTER_HEAD_MOVE);
          staging.clear();
        });
  }

  @Override
  public void requireRoom() {
    space.require();
  }

  @Override
  public synchronized void reopen() {
    if (closed || condition != Condition.FULL) {
      throw new IllegalStateException("only a store that ran out of space is reopened");
    }
    space.require(database.unflushedBytes());
    FreeDescriptors.require(directory.resolve(CommittedMark.FILE));
    requireNoLongWork();
    gate.pause();
    boolean readable = false;
    try {
      cursors.forEach(OpenCursor::leave);
      release();
      try {
        openAgain();
      } catch (NodeException e) {
        openToRead(e);
        throw e;
      } finally {
        readable = condition != Condition.FAILED;
        if (readable) {
          cursors.forEach(cursor -> cursor.goOn(database));
        }
      }
    } finally {
      if (readable) {
        gate.resume();
      } else {
        condition = Condition.FAILED;
        cursors.clear(); // they have let go of all they had
        gate.shut();
      }
    }
  }

  /** Else every reader would wait until it ends. */
  private void requireNoLongWork() {
    if (longWork.get() > 0) {
      throw new NodeException(
          ErrorReason.STORE_FULL,
          "store: an earlier write ran out of space; writes continue when the current backup "
              + "or compaction has ended");
    }
  }

  private void openAgain() {
    condition = Condition.FAILED;
    Database again = Database.open(directory, settings, false);
    database = again;
    staging = new Staging(again);
    Head durable = Staging.committed(again);
    mark = CommittedMark.open(directory, durable);
    head = durable;
    condition = Condition.WHOLE;
  }

  /**
   * Opens the database for reading after its room was used up. Where even that needs more file
   * descriptors than are free, waits a while for some, and readers with it.
   */
  private void openToRead(NodeException failure) {
    NodeException last = failure;
    for (int attempt = 0;
        attempt < READ_ATTEMPTS && last.reason() == ErrorReason.STORE_FULL;
        attempt++) {
      try {
        database = Database.openToRead(directory, settings);
        staging = new Staging(database);
        condition = Condition.FULL;
        return;
      } catch (NodeException e) {
        last = e;
        LockSupport.parkNanos(BETWEEN_ATTEMPTS_NANOS);
      }
    }
  }

  private void release() {
    staging.close();
    database.close();
    mark.close();
  }

  @Override
  public Optional<Row> read(RowKey key) {
    require(key.table() != Table.STATEMENT, key);
    int counter = gate.enter();
    try {
      return placed(key).filter(row -> row.batch() < head.batches());
    } finally {
      gate.leave(counter);
    }
  }

  @Override
  public Optional<Row> newest(RowKey key) {
    require(key.table() == Table.STATEMENT, key);
    int counter = gate.enter();
    try {
      // The head is read after the row: if the row became visible in between, it is visible.
      return placed(key).flatMap(row -> visible(row, head.batches()));
    } finally {
      gate.leave(counter);
    }
  }

  @Override
  public Optional<Row> version(RowKey key, long version) {
    require(key.table() == Table.STATEMENT, key);
    int counter = gate.enter();
    try {
      return placed(key)
          .filter(newest -> newest.version() >= version && version > 0)
          .flatMap(
              newest ->
                  newest.version() == version ? Optional.of(newest) : superseded(key, version))
          .filter(row -> row.batch() < head.batches());
    } finally {
      gate.leave(counter);
    }
  }

  @Override
  public RowCursor scan(Table table, String partition, Bytes from) {
    int counter = gate.enter();
    try {
      // The head is taken before the cursor's state, which therefore has all rows below it.
      long batches = head.batches();
      return new PartitionCursor(
          database, gate, cursors, table, partition, from, row -> visible(row, batches));
    } finally {
      gate.leave(counter);
    }
  }

  @Override
  public RowCursor scanAll(Table table) {
    int counter = gate.enter();
    try {
      long batches = head.batches();
      return new TableCursor(database, gate, cursors, table, row -> row.batch() < batches);
    } finally {
      gate.leave(counter);
    }
  }

  @Override
  public void mend(List<Row> rows, List<RowKey> surplus) {
    rows.forEach(row -> requireMendable(row.key(), row.batch()));
    surplus.forEach(
        key -> {
          require(key.table() != Table.STATEMENT, key);
          requireMendable(key, 0);
        });
    List<Staging.Placed> placed = placed(rows);
    change(
        () -> {
          database.write(staging.mending(placed, surplus));
          database.sync();
          staging.clear();
        });
  }

  private List<Staging.Placed> placed(List<Row> rows) {
    int counter = gate.enter();
    try {
      return rows.stream().map(staging::place).toList();
    } finally {
      gate.leave(counter);
    }
  }

  private void requireMendable(RowKey key, long batch) {
    if (batch < 0 || batch >= Math.max(1, head.batches()) || staging.lastBatch() >= 0) {
      throw new IllegalArgumentException(
          RowFormat.describe(key)
              + ": batch "
              + batch
              + " (expected: a row that follows from others, of a batch below "
              + head.batches()
              + ", and nothing staged)");
    }
  }

  @Override
  public void forget(String operationPartition) {
    change(
        () ->
            database.drop(
                Column.OPERATION,
                RowFormat.key(operationPartition, Bytes.EMPTY),
                RowFormat.endOf(operationPartition)));
  }

  @Override
  public boolean isOlder() {
    return older;
  }

  @Override
  public void converting() {
    if (older) {
      FormatMarker.markConverting(directory);
    }
  }

  @Override
  public void converted() {
    if (older) {
      FormatMarker.mark(directory, FormatMarker.VERSION);
      older = false;
    }
  }

  @Override
  public void compact() {
    withDatabase(Database::compact);
  }

  /**
   * Accepts no further calls, and closes. A backup or compaction that runs cannot be ended, and
   * native memory must not be freed under it: it is waited for, half a minute. If it takes longer,
   * this returns, and a thread that does not keep the process alive closes the store when it ends;
   * until then the directory is in use. What was committed is durable either way.
   */
  @Override
  public void close() {
    close(LONGEST_WAIT);
  }

  /** Closes, waiting up to a time for long work. */
  void close(Duration patience) {
    synchronized (closing) { // who closes second waits, too
      synchronized (this) {
        if (closed) {
          return;
        }
        closed = true;
      }
      gate.bar();
      if (longWork.get() > 0) {
        LOGGER.info("Closing {} waits for the current backup or compaction", directory);
      }
      if (longWorkEnds(patience)) {
        closeNow();
        return;
      }
      LOGGER.warn(
          "{} is in use until the current backup or compaction ends, or this process ends",
          directory);
      Thread later = new Thread(this::closeNow, "nameplate-store-close");
      later.setDaemon(true);
      later.start();
    }
  }

  private boolean longWorkEnds(Duration patience) {
    long until = System.nanoTime() + patience.toNanos();
    while (longWork.get() > 0) {
      if (System.nanoTime() - until >= 0) {
        return false;
      }
      LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
    }
    return true;
  }

  private void closeNow() {
    gate.shut();
    cursors.forEach(OpenCursor::free);
    if (condition == Condition.WHOLE) {
      flush();
    }
    release();
  }

  /** Writes memory tables to files, lineage included, which is in no write-ahead log. */
  void flush() {
    try {
      database.flush();
      PrivateFiles.tighten(directory);
    } catch (NodeException e) {
      condition = Condition.FAILED; // nothing is lost: the next opening replays the write-ahead log
    }
  }

  /** The row that is in the place of this key, visible or not. */
  private Optional<Row> placed(RowKey key) {
    return database
        .get(Column.of(key.table()), RowFormat.key(key.partition(), key.name()))
        .map(value -> RowFormat.row(key, value));
  }

  /** The row, or the newest version below it that was written by a batch below {@code batches}. */
  private Optional<Row> visible(Row row, long batches) {
    Row seen = row;
    while (seen.batch() >= batches) {
      if (seen.version() <= 1) {
        return Optional.empty();
      }
      Optional<Row> below = superseded(seen.key(), seen.version() - 1);
      if (below.isEmpty()) {
        return below;
      }
      seen = below.get();
    }
    return Optional.of(seen);
  }

  /** A version that is not the newest; empty only if it is version 1, which need not be a row. */
  private Optional<Row> superseded(RowKey key, long version) {
    byte[] place = RowFormat.historyKey(RowFormat.key(key.partition(), key.name()), version);
    Optional<Row> row = database.get(Column.HISTORY, place).map(value -> RowFormat.row(key, value));
    if (row.isEmpty() && version > 1) {
      throw new NodeException(
          ErrorReason.DATA_CORRUPT,
          "store: "
              + RowFormat.describe(key)
              + ": version "
              + version
              + " is missing; restore the directory from a backup");
    }
    return row;
  }

  /**
   * Does something that changes the store; once that failed in any way, never again, or not before
   * it was opened again.
   */
  private void change(Runnable change) {
    int counter = gate.enter();
    Condition after = Condition.FAILED;
    try {
      requireWhole();
      change.run();
      after = Condition.WHOLE;
    } catch (NodeException e) {
      if (e.reason() == ErrorReason.STORE_FULL) {
        after = Condition.FULL;
      }
      throw e;
    } finally {
      condition = after;
      gate.leave(counter);
    }
  }

  private void requireWhole() {
    if (condition == Condition.FULL) {
      throw new NodeException(
          ErrorReason.STORE_FULL, "store: an earlier write ran out of space; it must be reopened");
    }
    if (condition == Condition.FAILED) {
      throw new NodeException(
          ErrorReason.STORE_FAILED,
          "store: an earlier write failed with unknown outcome; stop the node, repair the "
              + "cause and start it again");
    }
  }

  private static void require(boolean fits, RowKey key) {
    if (!fits) {
      throw new IllegalArgumentException(
          "table: " + key.table() + " (expected: a table that fits the query)");
    }
  }

  @Override
  public Failpoints failpoints() {
    return failpoints;
  }
}
