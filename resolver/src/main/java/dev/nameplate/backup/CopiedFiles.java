package dev.nameplate.backup;

import dev.nameplate.record.Bytes;
import dev.nameplate.signing.PrivateFiles;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Copies the small files of a backup, and removes backups. */
final class CopiedFiles {
  private CopiedFiles() {}

  /** Writes a new file that only its owner may read, and its directory. Durable on return. */
  static void write(Path file, byte[] content) throws IOException {
    PrivateFiles.createDirectory(file.toAbsolutePath().resolveSibling(""));
    try (FileChannel channel =
        PrivateFiles.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
      Channels.newOutputStream(channel).write(content);
      channel.force(true);
    }
  }

  /** Deletes a directory with everything in it, if there is one. */
  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    }
  }

  static boolean isWhole(Path file, Bytes digest) {
    try {
      return digest(Files.readAllBytes(file)).equals(digest);
    } catch (IOException e) {
      return false;
    }
  }

  static Bytes digest(byte[] content) {
    try {
      return Bytes.wrap(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }
}
