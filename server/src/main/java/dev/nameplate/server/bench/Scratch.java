package dev.nameplate.server.bench;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.server.cli.input.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A temporary directory of a benchmark, deleted also when the process is stopped. */
final class Scratch implements AutoCloseable {
  private final Path directory;
  private final Thread onExit = new Thread(this::delete, "nameplate-scratch");

  private Scratch(Path directory) {
    this.directory = directory;
    Runtime.getRuntime().addShutdownHook(onExit);
  }

  /**
   * Makes one inside a directory, which may hold anything else.
   *
   * @throws NodeException {@code STORE_FAILED} if nothing can be made there
   */
  static Scratch in(Path parent) {
    try {
      return new Scratch(Files.createTempDirectory(parent, "nameplate-bench"));
    } catch (IOException e) {
      throw new NodeException(
          ErrorReason.STORE_FAILED,
          "scratch: nothing can be made in \""
              + parent
              + "\", "
              + e
              + " (expected: a writable directory)",
          e);
    }
  }

  /**
   * Refuses to begin what would fill the disk.
   *
   * @throws NodeException {@code STORE_FULL} if fewer bytes are free
   */
  void requireRoom(long bytes) {
    long free = directory.toFile().getUsableSpace();
    if (free < bytes) {
      throw new NodeException(
          ErrorReason.STORE_FULL,
          "scratch: "
              + (free >> 20)
              + " MiB are free in \""
              + directory.getParent()
              + "\" (expected: at least "
              + (bytes >> 20)
              + " MiB); take fewer identifiers with --count, or another disk with --scratch");
    }
  }

  /** A place in the directory. */
  Path resolve(String name) {
    return directory.resolve(name);
  }

  /** Size of the files below a directory, in bytes. */
  static long bytesIn(Path directory) {
    try {
      return FileTree.bytes(directory);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Deletes the directory with its content. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(onExit);
      delete();
    } catch (IllegalStateException e) {
      // The process is on its way out, and the hook deletes.
    }
  }

  private void delete() {
    try {
      FileTree.delete(directory);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static NodeException unusable(IOException e) {
    return new NodeException(
        ErrorReason.STORE_FAILED, "scratch: its files cannot be read or removed, " + e, e);
  }
}
