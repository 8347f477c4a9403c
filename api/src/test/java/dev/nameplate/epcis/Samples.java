package dev.nameplate.epcis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Documents of other people, which are no part of the project: {@code epcis} in the directory that
 * the system property {@code nameplate.samples} names, or in {@code shared/samples} beside the
 * repository. Where there is none, the tests on them are skipped, and say so.
 */
final class Samples {
  private Samples() {}

  static Path directory() {
    Optional<Path> found = find();
    assumeTrue(
        found.isPresent(),
        "the EPCIS documents are not here: put them in ../shared/samples/epcis, or name their"
            + " parent with -Dnameplate.samples=DIR");
    return found.orElseThrow();
  }

  private static Optional<Path> find() {
    Stream<Path> places =
        Stream.iterate(
                Path.of("").toAbsolutePath(), directory -> directory != null, Path::getParent)
            .map(directory -> directory.resolveSibling("shared").resolve("samples"));
    return Stream.concat(
            Stream.ofNullable(System.getProperty("nameplate.samples")).map(Path::of), places)
        .map(samples -> samples.resolve("epcis"))
        .filter(Files::isDirectory)
        .findFirst();
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Path> documents() {
    try (Stream<Path> files = Files.walk(directory())) {
      return files
          .filter(file -> file.toString().matches(".*/[a-z0-9]+/[^/]+\\.json(ld)?"))
          .filter(file -> directory().relativize(file).getNameCount() == 2)
          .filter(file -> !directory().relativize(file).startsWith("rest")) // schemas
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
