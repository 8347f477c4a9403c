package dev.nameplate.server.cli.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the tables stand that tests import. */
final class Samples {
  private Samples() {}

  /** Copies the project's own sample, heats and coils of a steel mill, into a directory. */
  static Path steel(Path directory) {
    Stream.of("steel/heats.csv", "steel/coils.csv", "steel/heat_coil.csv", "steel.json")
        .forEach(name -> copy(name, directory.resolve(name)));
    return directory.resolve("steel");
  }

  /** The mapping of the project's own sample. */
  static Mapping steelMapping() {
    return MappingReader.read("steel.json", text("steel.json"), Optional.empty());
  }

  /**
   * The directory with the liquor tables: below the one that the system property {@code
   * nameplate.samples} names, or in {@code shared/samples} beside the repository.
   */
  static Optional<Path> wineTrace() {
    Stream<Path> places =
        Stream.iterate(
                Path.of("").toAbsolutePath(), directory -> directory != null, Path::getParent)
            .map(directory -> directory.resolveSibling("shared").resolve("samples"));
    return Stream.concat(
            Stream.ofNullable(System.getProperty("nameplate.samples")).map(Path::of), places)
        .map(samples -> samples.resolve("wine-trace"))
        .filter(Files::isDirectory)
        .findFirst();
  }

  private static void copy(String name, Path file) {
    try {
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(file, text(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(String name) {
    try (InputStream in = Samples.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
