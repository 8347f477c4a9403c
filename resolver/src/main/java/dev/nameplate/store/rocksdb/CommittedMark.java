package dev.nameplate.store.rocksdb;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.signing.PrivateFiles;
import dev.nameplate.store.Head;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * The file {@code COMMITTED}: the number of batches of the head after the last commit.
 *
 * <p>A write-ahead log or a MANIFEST that lost its end looks like a file whose end was never
 * written. The mark tells the two apart. It is written after each commit without an fsync: never
 * ahead of what is durable, right after the end of a process, and at most as old as the operating
 * system's write-back after the end of a machine. A missing or damaged mark marks nothing.
 *
 * <p>Used by one thread at a time.
 */
final class CommittedMark implements AutoCloseable {
  /** Name of the file. */
  static final String FILE = "COMMITTED";

  private static final int SIZE = 2 * Long.BYTES;

  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE);

  private CommittedMark(FileChannel channel) {
    this.channel = channel;
  }

  /** True if the store of a directory was opened before. */
  static boolean exists(Path directory) {
    return Files.exists(directory.resolve(FILE));
  }

  /**
   * Opens or creates the mark of a directory whose head was found to be {@code head}.
   *
   * @throws NodeException {@code DATA_CORRUPT} if the head is behind the mark
   */
  static CommittedMark open(Path directory, Head head) {
    try {
      CommittedMark mark =
          new CommittedMark(
              PrivateFiles.open(
                  directory.resolve(FILE),
                  Set.of(
                      StandardOpenOption.CREATE,
                      StandardOpenOption.READ,
                      StandardOpenOption.WRITE)));
      long marked = mark.read();
      if (marked > head.batches()) {
        mark.close();
        throw new NodeException(
            ErrorReason.DATA_CORRUPT,
            "directory "
                + directory
                + ": it ends at batch "
                + head.batches()
                + " (expected: "
                + marked
                + "), so that a write-ahead log or its MANIFEST is damaged;"
                + " restore the directory from a backup");
      }
      return mark;
    } catch (IOException e) {
      throw RocksDbFailures.shortage(e)
          .orElseGet(
              () ->
                  new NodeException(
                      ErrorReason.STORE_FAILED,
                      "directory "
                          + directory
                          + ": file "
                          + FILE
                          + " cannot be read or written; repair the disk or its permissions and start again",
                      e));
    }
  }

  void write(Head head) {
    buffer.clear().putLong(head.batches()).putLong(checksum(head.batches())).flip();
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer, buffer.position());
      }
    } catch (IOException e) {
      throw RocksDbFailures.shortage(e)
          .orElseGet(
              () ->
                  new NodeException(
                      ErrorReason.STORE_FAILED,
                      "store: file " + FILE + " cannot be written; repair the disk and start again",
                      e));
    }
  }

  /** The marked number of batches, 0 if none can be read. */
  private long read() throws IOException {
    buffer.clear();
    int size = channel.read(buffer, 0);
    buffer.flip();
    if (size != SIZE) {
      return 0;
    }
    long batches = buffer.getLong();
    return buffer.getLong() == checksum(batches) ? batches : 0;
  }

  private static long checksum(long batches) {
    CRC32C checksum = new CRC32C();
    checksum.update(ByteBuffer.allocate(Long.BYTES).putLong(batches).flip());
    return checksum.getValue();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new NodeException(
          ErrorReason.STORE_FAILED, "store: file " + FILE + " cannot be closed", e);
    }
  }
}
