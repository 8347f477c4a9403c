package dev.nameplate.server.bench;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.store.rocksdb.NativeLibrary;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.HyperClockCache;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The engine without a node on top: rows of statements in a RocksDB that is set up as a node sets
 * up its own. Its native memory is freed when the process ends.
 */
final class BareRocks implements AutoCloseable {
  static {
    NativeLibrary.load();
  }

  /** Columns of a node that are used here. */
  private static final List<String> COLUMNS = List.of("statement", "lineage", "proof");

  private static final long CACHE_BYTES = 64L << 20;
  private static final long WRITE_BUFFER = 64L << 20;

  private final List<ColumnFamilyHandle> columns = new ArrayList<>();
  private final WriteOptions syncing = new WriteOptions().setSync(true);
  private final RocksDB rocks;

  private BareRocks(Path directory, boolean readOnly) {
    HyperClockCache cache = new HyperClockCache(CACHE_BYTES, 0, -1, false);
    List<ColumnFamilyDescriptor> wanted = new ArrayList<>();
    wanted.add(
        new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, new ColumnFamilyOptions()));
    for (String column : COLUMNS) {
      wanted.add(
          new ColumnFamilyDescriptor(
              column.getBytes(StandardCharsets.UTF_8), columnOptions(cache)));
    }
    try {
      rocks =
          readOnly
              ? RocksDB.openReadOnly(databaseOptions(), directory.toString(), wanted, columns)
              : RocksDB.open(databaseOptions(), directory.toString(), wanted, columns);
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  /** A new database for rows. */
  static BareRocks create(Path directory) {
    return new BareRocks(directory, false);
  }

  /** The current rows of a node's store, whether or not the node is open. */
  static BareRocks readOnly(Path store) {
    return new BareRocks(store, true);
  }

  private static DBOptions databaseOptions() {
    return new DBOptions()
        .setCreateIfMissing(true)
        .setCreateMissingColumnFamilies(true)
        .setMaxBackgroundJobs(2)
        .setBytesPerSync(1 << 20)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL);
  }

  private static ColumnFamilyOptions columnOptions(HyperClockCache cache) {
    return new ColumnFamilyOptions()
        .setWriteBufferSize(WRITE_BUFFER)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setBottommostCompressionType(CompressionType.ZSTD_COMPRESSION)
        .setTableFormatConfig(
            new BlockBasedTableConfig()
                .setFormatVersion(7)
                .setBlockSize(4 << 10)
                .setBlockCache(cache)
                .setFilterPolicy(new BloomFilter(10))
                .setIndexType(IndexType.kTwoLevelIndexSearch)
                .setPartitionFilters(true)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinTopLevelIndexAndFilter(true));
  }

  /** The value of a key, which must exist. */
  byte[] get(byte[] key) {
    try {
      byte[] value = rocks.get(columns.get(1), key);
      if (value == null) {
        throw new IllegalStateException("no row " + new String(key, StandardCharsets.UTF_8));
      }
      return value;
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  /** Writes rows in one batch, and waits until they are durable. */
  void write(List<BareRow> rows) {
    try (WriteBatch batch = new WriteBatch()) {
      for (BareRow row : rows) {
        batch.put(columns.get(1), row.key(), row.value());
      }
      rocks.write(syncing, batch);
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  /**
   * Scans the rows of a column whose keys begin with a letter, or all rows with -1.
   *
   * @return how many there are
   */
  long scan(String column, int letter) {
    long rows = 0;
    long bytes = 0;
    try (RocksIterator iterator = rocks.newIterator(columns.get(1 + COLUMNS.indexOf(column)))) {
      if (letter < 0) {
        iterator.seekToFirst();
      } else {
        iterator.seek(new byte[] {(byte) letter});
      }
      for (; iterator.isValid(); iterator.next()) {
        byte[] key = iterator.key();
        if (letter >= 0 && key[0] != letter) {
          break;
        }
        bytes += key.length + iterator.value().length;
        rows++;
      }
      iterator.status();
    } catch (RocksDBException e) {
      throw failed(e);
    }
    return bytes > 0 ? rows : 0;
  }

  private static NodeException failed(RocksDBException e) {
    return new NodeException(
        ErrorReason.STORE_FAILED, "bare RocksDB, the reference: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    columns.forEach(ColumnFamilyHandle::close);
    rocks.close();
  }
}
