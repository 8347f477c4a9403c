package dev.nameplate.store.rocksdb;

/**
 * What an operator may want to change about a {@link RocksDbRecordStore}.
 *
 * @param cacheBytes memory for blocks of files, filters and indexes; at least 1 MiB
 * @param openFiles how many files are held open at once; at least 64
 * @param reserveBytes how much of the disk stays free: with less, writes are refused; 0 for none
 */
public record RocksDbSettings(long cacheBytes, int openFiles, long reserveBytes) {
  /**
   * As much as RocksDB may have in memory and still has to write out, so that a refused write
   * leaves it room to do so: 256 MiB.
   */
  public static final long DEFAULT_RESERVE = 256L << 20;

  /** 64 MiB of cache, 512 open files and {@link #DEFAULT_RESERVE}. */
  public static final RocksDbSettings DEFAULT = new RocksDbSettings(64L << 20, 512);

  private static final long LEAST_CACHE = 1L << 20;
  private static final int LEAST_FILES = 64;

  public RocksDbSettings {
    if (cacheBytes < LEAST_CACHE) {
      throw new IllegalArgumentException(
          "cacheBytes: " + cacheBytes + " (expected: at least " + LEAST_CACHE + ")");
    }
    if (openFiles < LEAST_FILES) {
      throw new IllegalArgumentException(
          "openFiles: " + openFiles + " (expected: at least " + LEAST_FILES + ")");
    }
    if (reserveBytes < 0) {
      throw new IllegalArgumentException(
          "reserveBytes: " + reserveBytes + " (expected: at least 0)");
    }
  }

  /** With {@link #DEFAULT_RESERVE}. */
  public RocksDbSettings(long cacheBytes, int openFiles) {
    this(cacheBytes, openFiles, DEFAULT_RESERVE);
  }
}
