package dev.nameplate.signing;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes files atomically: whole or not at all, also after a crash of the machine. */
public final class WholeFile {
  static final String PARTIAL = ".partial";

  private static final Set<PosixFilePermission> PUBLIC =
      PosixFilePermissions.fromString("rw-r--r--");

  private WholeFile() {}

  /** Writes a file that everyone may read, replacing an existing file. */
  public static void write(Path file, String text) throws IOException {
    write(file, text, PUBLIC);
  }

  /** Writes a file that only its owner may read, replacing an existing file. */
  public static void writePrivate(Path file, String text) throws IOException {
    write(file, text, PrivateFiles.FILE);
  }

  /** Renames a file within a directory, replacing any file of that name. */
  static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    syncParent(to);
  }

  /** Deletes a file, if it is there. Durable on return. */
  static void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
    syncParent(file);
  }

  private static void syncParent(Path file) throws IOException {
    try (FileChannel parent = FileChannel.open(file.toAbsolutePath().getParent())) {
      parent.force(true);
    }
  }

  private static void write(Path file, String text, Set<PosixFilePermission> permissions)
      throws IOException {
    Path partial = file.resolveSibling(file.getFileName() + PARTIAL);
    Files.deleteIfExists(partial);
    try (FileChannel channel =
        FileChannel.open(
            partial,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PrivateFiles.attributes(partial, permissions))) {
      Channels.newOutputStream(channel).write(text.getBytes(StandardCharsets.UTF_8));
      channel.force(true);
    }
    move(partial, file);
  }
}
