package dev.nameplate.store.rocksdb;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Free room on the disk of a directory, read at most a hundred times a second: writes in between
 * are far smaller than any sane reserve. Used by one thread at a time.
 */
final class FreeSpace {
  private static final long INTERVAL_NANOS = 10_000_000;

  private final FileStore disk;
  private final long reserve;
  private long lookedAt;
  private boolean enough;

  private FreeSpace(FileStore disk, long reserve) {
    this.disk = disk;
    this.reserve = reserve;
  }

  /**
   * The room of a directory.
   *
   * @param reserve how many bytes are to stay free
   */
  static FreeSpace of(Path directory, long reserve) {
    try {
      return new FreeSpace(Files.getFileStore(directory), reserve);
    } catch (IOException e) {
      throw unknown(e);
    }
  }

  /**
   * Refuses with less than the reserve.
   *
   * @throws NodeException {@code STORE_FULL}
   */
  void require() {
    long now = System.nanoTime();
    if (!enough || now - lookedAt > INTERVAL_NANOS) {
      lookedAt = now;
      require(0);
    }
  }

  /** Refuses if less is free than the reserve and a number of further bytes. */
  void require(long more) {
    long free = bytes();
    enough = free >= reserve + more;
    if (!enough) {
      throw new NodeException(
          ErrorReason.STORE_FULL,
          "store: "
              + mebibytes(free)
              + " of the disk are free (expected: at least "
              + mebibytes(reserve + more)
              + "); nothing changed; free some space, then writes continue automatically");
    }
  }

  private long bytes() {
    try {
      return disk.getUsableSpace();
    } catch (IOException e) {
      throw unknown(e);
    }
  }

  private static String mebibytes(long bytes) {
    return (bytes >> 20) + " MiB";
  }

  private static NodeException unknown(IOException e) {
    return new NodeException(
        ErrorReason.STORE_FAILED, "store: the free space of the disk is unknown", e);
  }
}
