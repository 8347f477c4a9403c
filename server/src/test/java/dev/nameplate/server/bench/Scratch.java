package dev.nameplate.server.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory for the time of a benchmark. */
final class Scratch implements AutoCloseable {
  private final Path directory;

  Scratch() {
    try {
      directory = Files.createTempDirectory("nameplate-bench");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A place in the directory where nothing is yet. */
  Path resolve(String name) {
    return directory.resolve(name);
  }

  /** Deletes the directory and what is in it. */
  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
