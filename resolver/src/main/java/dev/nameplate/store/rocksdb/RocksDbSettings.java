package dev.nameplate.store.rocksdb;

/**
 * What an operator may want to change about a {@link RocksDbRecordStore}.
 *
 * @param cacheBytes memory for blocks of files, filters and indexes; at least 1 MiB
 * @param openFiles how many files are held open at once; at least 64
 */
public record RocksDbSettings(long cacheBytes, int openFiles) {
  /** 64 MiB of cache and 512 open files. */
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
  }
}
