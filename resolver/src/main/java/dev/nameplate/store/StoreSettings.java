package dev.nameplate.store;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * Settings of a store that an operator may change.
 *
 * @param cacheBytes memory for blocks of files, filters and indexes; at least 1 MiB
 * @param openFiles the most open files; at least 64
 * @param reserveBytes free disk space, in bytes, below which writes are refused; 0 for none
 */
public record StoreSettings(long cacheBytes, int openFiles, long reserveBytes) {
  /**
   * The most unwritten data that an engine may have in memory, so that it still fits after a
   * refused write: 256 MiB.
   */
  public static final long DEFAULT_RESERVE = 256L << 20;

  private static final long MOST_CACHE = 64L << 20;
  private static final long LEAST_CACHE = 1L << 20;
  private static final long SHARE = 8;

  /**
   * The default for {@code cacheBytes}: an eighth of the memory of the machine, or of its
   * container, that the heap leaves; 1 to 64 MiB.
   */
  public static final long DEFAULT_CACHE =
      cacheBytes(memoryBytes(), Runtime.getRuntime().maxMemory());

  /** {@link #DEFAULT_CACHE}, {@link Descriptors#forStore} and {@link #DEFAULT_RESERVE}. */
  public static final StoreSettings DEFAULT =
      new StoreSettings(DEFAULT_CACHE, Descriptors.forStore(Descriptors.limit()));

  private static final int LEAST_FILES = 64;

  public StoreSettings {
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

  static long cacheBytes(long memoryBytes, long heapBytes) {
    return Math.max(LEAST_CACHE, Math.min(MOST_CACHE, (memoryBytes - heapBytes) / SHARE));
  }

  /** Memory as the JDK reports it: the limit of the container, if there is one. */
  private static long memoryBytes() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : Long.MAX_VALUE;
  }

  /** With {@link #DEFAULT_RESERVE}. */
  public StoreSettings(long cacheBytes, int openFiles) {
    this(cacheBytes, openFiles, DEFAULT_RESERVE);
  }
}
