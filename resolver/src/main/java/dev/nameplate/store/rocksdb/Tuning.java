package dev.nameplate.store.rocksdb;

import dev.nameplate.store.StoreSettings;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Properties;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.HyperClockCache;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.WALRecoveryMode;

/**
 * RocksDB's options: for loads of rows in order, for cold point reads, and to find damage rather
 * than hide it.
 *
 * <p>All other options are RocksDB's defaults. Owns native memory; to be closed after the database.
 */
final class Tuning implements AutoCloseable {
  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;
  private static final int NEWEST_FORMAT = 7;
  private static final double BLOOM_BITS = 10;

  /** Bloom filter share of a write buffer: most keys that a bulk load looks up are not in it. */
  private static final double MEMORY_BLOOM = 0.05;

  /**
   * Measured with rows of 250 bytes: 8 KiB saves 6 % of the disk and costs 15 % of the cold point
   * reads.
   */
  private static final long BLOCK = 4 * KIB;

  /** All write buffers together, twice that for a moment while they are being written out. */
  private static final long WRITE_BUFFERS = 112 * MIB;

  /** Bounds how much is to be replayed after a crash. */
  private static final long LARGEST_WAL = 192 * MIB;

  private final Deque<AbstractNativeReference> owned = new ArrayDeque<>();
  private final Cache cache;
  private final int openFiles;

  Tuning(StoreSettings settings) {
    this.cache = own(new HyperClockCache(settings.cacheBytes(), 0, -1, false));
    this.openFiles = settings.openFiles();
  }

  DBOptions database(boolean create) {
    Properties unnamed = new Properties();
    // Not in the Java interface. A WAL that was synced and is now missing is damage.
    unnamed.setProperty("track_and_verify_wals_in_manifest", "true");
    DBOptions options = own(DBOptions.getDBOptionsFromProps(unnamed));
    return options
        .setCreateIfMissing(create)
        .setCreateMissingColumnFamilies(create)
        .setParanoidChecks(true)
        // A torn end of the WAL was never acknowledged; damage before it is an error. The default
        // would drop all commits behind it in silence. The price: WAL files are not recycled.
        .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
        // After a failed write or fsync nothing is tried again behind our back.
        .setMaxBgErrorResumeCount(0)
        .setAvoidFlushDuringShutdown(true)
        .setMaxTotalWalSize(LARGEST_WAL)
        .setDbWriteBufferSize(WRITE_BUFFERS)
        .setMaxBackgroundJobs(2)
        .setMaxManifestFileSize(16 * MIB)
        .setMaxOpenFiles(openFiles)
        .setSkipStatsUpdateOnDbOpen(true)
        // Spreads the writing of files, so that an fsync of the WAL does not wait behind it.
        .setBytesPerSync(MIB)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setKeepLogFileNum(2)
        .setMaxLogFileSize(MIB)
        .setStatsDumpPeriodSec(0)
        .setStatsPersistPeriodSec(0);
  }

  ColumnFamilyOptions of(Column column) {
    return switch (column) {
      case DEFAULT -> plain(4 * MIB);
      case STATEMENT -> packed(64 * MIB, true);
      case HISTORY -> packed(16 * MIB, true);
      case BATCH, INDEX -> packed(16 * MIB, false);
      case OPERATION -> packed(32 * MIB, true);
      case PROOF -> plain(32 * MIB);
      case LOG_NODE -> plain(8 * MIB);
      case LINEAGE -> packed(64 * MIB, true).setMergeOperatorName("uint64add");
    };
  }

  /** Rows that compress: LZ4 while they move down, ZSTD where most of them rest. */
  private ColumnFamilyOptions packed(long writeBuffer, boolean filtered) {
    return columns(writeBuffer, filtered)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setBottommostCompressionType(CompressionType.ZSTD_COMPRESSION);
  }

  /** Hashes, which do not compress, under keys that are only asked for when they exist. */
  private ColumnFamilyOptions plain(long writeBuffer) {
    return columns(writeBuffer, false).setCompressionType(CompressionType.NO_COMPRESSION);
  }

  private ColumnFamilyOptions columns(long writeBuffer, boolean filtered) {
    BlockBasedTableConfig table =
        new BlockBasedTableConfig()
            .setFormatVersion(NEWEST_FORMAT)
            .setBlockCache(cache)
            .setBlockSize(BLOCK)
            // Index and filter are cut into blocks, too: however large the store is, a cold read
            // loads a few KiB.
            .setIndexType(IndexType.kTwoLevelIndexSearch)
            .setPartitionFilters(filtered)
            .setCacheIndexAndFilterBlocks(true)
            .setCacheIndexAndFilterBlocksWithHighPriority(true)
            .setPinTopLevelIndexAndFilter(true);
    if (filtered) {
      table.setFilterPolicy(own(new BloomFilter(BLOOM_BITS)));
    }
    return own(new ColumnFamilyOptions())
        .setWriteBufferSize(writeBuffer)
        .setMemtablePrefixBloomSizeRatio(filtered ? MEMORY_BLOOM : 0)
        .setMemtableWholeKeyFiltering(filtered)
        .setTableFormatConfig(table);
  }

  private <T extends AbstractNativeReference> T own(T object) {
    owned.push(object);
    return object;
  }

  @Override
  public void close() {
    owned.forEach(AbstractNativeReference::close);
  }
}
