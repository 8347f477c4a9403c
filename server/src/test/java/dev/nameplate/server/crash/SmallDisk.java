package dev.nameplate.server.crash;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A file system in memory, small enough to be filled. Tests that need one are skipped without it.
 */
final class SmallDisk implements AutoCloseable {
  private static final int PIECE = 1 << 16;

  private final Path root;

  private SmallDisk(Path root) {
    this.root = root;
  }

  /** Mounts one in an empty directory. */
  static SmallDisk mount(Path root, int megabytes) throws IOException {
    Files.createDirectories(root);
    assumeTrue(
        succeeds("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", root.toString()),
        "a small file system cannot be mounted: needs Linux, and root");
    return new SmallDisk(root);
  }

  Path root() {
    return root;
  }

  /** Writes a file of zeros until so many bytes are left. */
  void fillUpTo(long left) throws IOException {
    byte[] zeros = new byte[PIECE];
    try (OutputStream out = Files.newOutputStream(ballast())) {
      long free = free();
      while (free > left) {
        out.write(zeros, 0, (int) Math.min(PIECE, free - left));
        free = free();
      }
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("No space left")) {
        throw e;
      }
    }
  }

  /** Deletes that file. */
  void makeRoom() throws IOException {
    Files.delete(ballast());
  }

  private long free() throws IOException {
    return Files.getFileStore(root).getUsableSpace();
  }

  private Path ballast() {
    return root.resolve("ballast");
  }

  @Override
  public void close() {
    if (!succeeds("umount", "-l", root.toString())) {
      throw new NodeException(ErrorReason.STORE_FAILED, root + " stays mounted");
    }
  }

  private static boolean succeeds(String... command) {
    List<String> words = Arrays.asList(command);
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
