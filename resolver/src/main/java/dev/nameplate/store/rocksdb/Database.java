package dev.nameplate.store.rocksdb;

import dev.nameplate.store.StoreSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.rocksdb.BackupEngine;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompactRangeOptions.BottommostLevelCompaction;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * An open RocksDB with its column families and everything that must be freed with it. Thread-safe,
 * except that nothing may be called during or after {@link #close}.
 */
final class Database implements AutoCloseable {
  private final Tuning tuning;
  private final RocksDB rocks;
  private final Map<Column, ColumnFamilyHandle> columns;
  private final ReadOptions reading = new ReadOptions();
  private final WriteOptions writing = new WriteOptions();
  private final WriteOptions unlogged = new WriteOptions().setDisableWAL(true);
  private final WriteOptions syncing = new WriteOptions().setSync(true);

  private Database(Tuning tuning, RocksDB rocks, Map<Column, ColumnFamilyHandle> columns) {
    this.tuning = tuning;
    this.rocks = rocks;
    this.columns = columns;
  }

  /**
   * Opens the database of a directory.
   *
   * @param create true to create missing parts; otherwise they are damage
   */
  static Database open(Path directory, StoreSettings settings, boolean create) {
    return open(directory, settings, create, RocksDB::open);
  }

  /** True if all columns of a version of the store's format exist. */
  static boolean isWhole(Path directory, int version) {
    NativeLibrary.load();
    try (Options options = new Options()) {
      Set<String> missing = Column.names(version);
      for (byte[] name :
          RocksDB.listColumnFamilies(options, directory.toAbsolutePath().toString())) {
        missing.remove(new String(name, StandardCharsets.UTF_8));
      }
      return missing.isEmpty();
    } catch (RocksDBException e) {
      return false; // opening will tell
    }
  }

  /** Opens an existing database for reading only, which takes no room on the disk. */
  static Database openToRead(Path directory, StoreSettings settings) {
    return open(directory, settings, false, RocksDB::openReadOnly);
  }

  /** A RocksDB method that opens a database. */
  private interface Opening {
    RocksDB open(
        DBOptions options,
        String path,
        List<ColumnFamilyDescriptor> wanted,
        List<ColumnFamilyHandle> handles)
        throws RocksDBException;
  }

  private static Database open(
      Path directory, StoreSettings settings, boolean create, Opening opening) {
    NativeLibrary.load();
    Tuning tuning = new Tuning(settings);
    List<ColumnFamilyDescriptor> wanted = new ArrayList<>();
    for (Column column : Column.values()) {
      wanted.add(new ColumnFamilyDescriptor(column.utf8(), tuning.of(column)));
    }
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try {
      RocksDB rocks =
          opening.open(
              tuning.database(create), directory.toAbsolutePath().toString(), wanted, handles);
      Map<Column, ColumnFamilyHandle> columns = new EnumMap<>(Column.class);
      for (Column column : Column.values()) {
        columns.put(column, handles.get(columns.size()));
      }
      return new Database(tuning, rocks, columns);
    } catch (RocksDBException e) {
      tuning.close();
      throw RocksDbFailures.opening(directory, e);
    }
  }

  Optional<byte[]> get(Column column, byte[] key) {
    return get(column, reading, key);
  }

  Optional<byte[]> get(Column column, ReadOptions options, byte[] key) {
    try {
      return Optional.ofNullable(rocks.get(handle(column), options, key));
    } catch (RocksDBException e) {
      throw RocksDbFailures.running(e);
    }
  }

  RocksIterator iterator(Column column, ReadOptions options) {
    return rocks.newIterator(handle(column), options);
  }

  /** A snapshot of the current state, to be read by several iterators; must be released. */
  Snapshot snapshot() {
    return rocks.getSnapshot();
  }

  /** Releases a snapshot. */
  void release(Snapshot snapshot) {
    rocks.releaseSnapshot(snapshot);
    snapshot.close();
  }

  /** Writes the whole batch, or nothing, to the operating system. */
  void write(WriteBatch batch) {
    try {
      rocks.write(writing, batch);
    } catch (RocksDBException e) {
      throw RocksDbFailures.running(e);
    }
  }

  /**
   * Writes past the write-ahead log: after a crash, a prefix of the writes to each column remains.
   */
  void writeUnlogged(WriteBatch batch) {
    try {
      rocks.write(unlogged, batch);
    } catch (RocksDBException e) {
      throw RocksDbFailures.running(e);
    }
  }

  /** Makes all writes durable. */
  void sync() {
    try {
      rocks.syncWal();
    } catch (RocksDBException e) {
      throw RocksDbFailures.syncing(e);
    }
  }

  /**
   * Drops a range: its whole files at once, the rest when they are rewritten. Durable on return.
   */
  void drop(Column column, byte[] from, byte[] end) {
    try {
      rocks.deleteRange(handle(column), syncing, from, end);
      rocks.deleteFilesInRanges(handle(column), List.of(from, end), false);
    } catch (RocksDBException e) {
      throw RocksDbFailures.running(e);
    }
  }

  /** Size of the memory tables, in bytes, to be written out when the database is opened again. */
  long unflushedBytes() {
    try {
      return rocks.getAggregatedLongProperty("rocksdb.cur-size-all-mem-tables");
    } catch (RocksDBException e) {
      throw RocksDbFailures.running(e);
    }
  }

  /** Writes the memory table of a column to a file. */
  void flush(Column column) {
    try (FlushOptions options = new FlushOptions().setWaitForFlush(true)) {
      rocks.flush(options, handle(column));
    } catch (RocksDBException e) {
      throw RocksDbFailures.running(e);
    }
  }

  /** Writes the memory tables to files, so that the next opening has nothing to replay. */
  void flush() {
    try (FlushOptions options = new FlushOptions().setWaitForFlush(true)) {
      rocks.flush(options, List.copyOf(columns.values()));
    } catch (RocksDBException e) {
      throw RocksDbFailures.running(e);
    }
  }

  /** Rewrites every file in its final form: rows in order, superseded rows gone, compressed. */
  void compact() {
    try (CompactRangeOptions options =
        new CompactRangeOptions().setBottommostLevelCompaction(BottommostLevelCompaction.kForce)) {
      for (ColumnFamilyHandle column : columns.values()) {
        rocks.compactRange(column, null, null, options);
      }
    } catch (RocksDBException e) {
      throw RocksDbFailures.running(e);
    }
  }

  /**
   * Adds a backup of everything that was written. It holds nothing that this database could still
   * lose: what was copied before its fsync is made durable here, too.
   */
  void backUp(BackupEngine engine) {
    try {
      engine.createNewBackup(rocks, true);
    } catch (RocksDBException e) {
      throw RocksDbFailures.running(e);
    }
    sync();
  }

  ColumnFamilyHandle handle(Column column) {
    return Objects.requireNonNull(columns.get(column));
  }

  @Override
  public void close() {
    columns.values().forEach(ColumnFamilyHandle::close);
    rocks.close();
    reading.close();
    writing.close();
    unlogged.close();
    syncing.close();
    tuning.close();
  }
}
