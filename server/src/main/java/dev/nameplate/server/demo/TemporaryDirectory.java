package dev.nameplate.server.demo;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.server.cli.input.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A directory that is there while it is open.
 *
 * @param path where it is
 */
record TemporaryDirectory(Path path) implements AutoCloseable {
  static TemporaryDirectory make() {
    try {
      return new TemporaryDirectory(Files.createTempDirectory("nameplate-demo"));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Size of the files below a directory, in bytes. */
  static long bytesIn(Path directory) {
    try {
      return FileTree.bytes(directory);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  @Override
  public void close() {
    try {
      FileTree.delete(path);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static NodeException unusable(IOException e) {
    return new NodeException(
        ErrorReason.STORE_FAILED,
        "temporary directory: cannot be used, "
            + e.getMessage()
            + " (expected: a writable directory); set -Djava.io.tmpdir=DIR",
        e);
  }
}
