package dev.nameplate.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nameplate.assign.Capture;
import dev.nameplate.assign.Outcome;
import dev.nameplate.epcis.EpcisReader;
import dev.nameplate.epcis.ReadEvent;
import dev.nameplate.event.Event;
import dev.nameplate.node.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** EPCIS documents of other people, which are no part of the project. */
final class EpcisSamples {
  private EpcisSamples() {}

  /** All documents, one folder deep. */
  static List<Path> documents() {
    try (Stream<Path> files = Files.walk(directory(), 2)) {
      return files
          .filter(file -> directory().relativize(file).getNameCount() == 2)
          .filter(file -> file.toString().matches(".*\\.json(ld)?"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Captures what is an event in a document; none of that is refused. */
  static List<Event> capture(Node node, String recorder, Path file) {
    List<Event> events = new ArrayList<>();
    try (EpcisReader reader = EpcisReader.open(() -> Files.newBufferedReader(file))) {
      reader.forEachRemaining(
          read -> {
            if (read instanceof ReadEvent.Accepted accepted) {
              events.add(accepted.event());
            }
          });
    }
    assertThat(node.events().captureAll(events.stream().map(e -> Capture.of(recorder, e))))
        .allMatch(outcome -> outcome instanceof Outcome.Written<?>);
    return events;
  }

  /**
   * Below what {@code nameplate.samples} names, or in {@code shared/samples} beside the project.
   */
  static Path directory() {
    Stream<Path> places =
        Stream.iterate(
                Path.of("").toAbsolutePath(), directory -> directory != null, Path::getParent)
            .map(directory -> directory.resolveSibling("shared").resolve("samples"));
    Optional<Path> found =
        Stream.concat(
                Stream.ofNullable(System.getProperty("nameplate.samples")).map(Path::of), places)
            .map(samples -> samples.resolve("epcis"))
            .filter(Files::isDirectory)
            .findFirst();
    assumeTrue(
        found.isPresent(),
        "the EPCIS documents are not here: put them in ../shared/samples/epcis, or name their"
            + " parent with -Dnameplate.samples=DIR");
    return found.orElseThrow();
  }
}
