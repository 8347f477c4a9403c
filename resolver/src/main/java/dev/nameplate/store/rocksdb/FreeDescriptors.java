package dev.nameplate.store.rocksdb;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Checks that files can be opened before a store closes its own. */
final class FreeDescriptors {
  /** Number of files that a store opens before it reads its tables. */
  private static final int OPENING = 32;

  private FreeDescriptors() {}

  /**
   * Opens a file as often as opening a store needs descriptors, and closes it again.
   *
   * @throws NodeException {@code STORE_FULL} if there are too few; nothing changed
   */
  static void require(Path file) {
    List<FileChannel> probes = new ArrayList<>();
    try {
      try {
        while (probes.size() < OPENING) {
          probes.add(FileChannel.open(file, StandardOpenOption.READ));
        }
      } finally {
        for (FileChannel probe : probes) {
          probe.close();
        }
      }
    } catch (IOException e) {
      throw RocksDbFailures.shortage(e)
          .orElseGet(
              () ->
                  new NodeException(
                      ErrorReason.STORE_FAILED,
                      "store: file "
                          + file.getFileName()
                          + " cannot be read; repair the disk or its permissions and start again",
                      e));
    }
  }
}
