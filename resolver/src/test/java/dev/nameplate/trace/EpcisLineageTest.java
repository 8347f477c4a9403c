package dev.nameplate.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.access.Caller;
import dev.nameplate.event.Event;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.event.Occurrence.Contained;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.JsonTree;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.TraceStep.Deed;
import dev.nameplate.trace.TraceStep.Item;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What was made of what in EPCIS documents of other people, against answers that were worked out
 * from them independently. Both are no part of the project.
 */
class EpcisLineageTest {
  private static final String PREFIX = "88.118.8";

  @TempDir private Path directory;

  static List<String> documents() {
    return expected().keySet().stream().map(Object::toString).sorted().toList();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void ancestors_descendants_and_containment_are_exactly_the_known_ones(String document) {
    Map<?, ?> known = (Map<?, ?>) Objects.requireNonNull(expected().get(document));
    Map<?, ?> lineage = (Map<?, ?>) Objects.requireNonNull(known.get("lineage"));
    List<?> containment = list(known, "containmentEventsInTimeOrder");
    try (Node node = Node.open(NodeConfig.in(directory).authorityFor(PREFIX))) {
      files(document).forEach(file -> EpcisSamples.capture(node, PREFIX, file));

      lineage.forEach(
          (item, relatives) -> {
            Map<?, ?> sets = (Map<?, ?>) relatives;
            assertThat(relatives(node, item.toString(), Direction.UPSTREAM))
                .as("ancestors of %s", item)
                .isEqualTo(canonical(list(sets, "ancestors")));
            assertThat(relatives(node, item.toString(), Direction.DOWNSTREAM))
                .as("descendants of %s", item)
                .isEqualTo(canonical(list(sets, "descendants")));
          });
      assertThat(contained(node, containment))
          .isEqualTo(containment.stream().map(EpcisLineageTest::containment).toList());
    }
  }

  private static Set<String> relatives(Node node, String item, Direction direction) {
    ItemId id = ItemId.parse(item);
    Set<String> found = new TreeSet<>();
    for (TraceStep step : steps(node, TraceQuestion.about(id, direction))) {
      if (step instanceof Item other) {
        assertThat(found.add(other.id().canonical())).as("shown once: %s", other).isTrue();
      }
    }
    assertThat(found.remove(id.canonical())).isTrue();
    return found;
  }

  private static Set<String> canonical(List<?> items) {
    return items.stream()
        .map(item -> ItemId.parse(item.toString()).canonical())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The containment events in the history of all that is in them, in the order of their times. */
  private static List<String> contained(Node node, List<?> known) {
    Map<Long, Deed> found = new TreeMap<>();
    for (Object event : known) {
      for (String item : items((Map<?, ?>) event)) {
        TraceQuestion question = TraceQuestion.upstream(ItemId.parse(item)).history(true);
        for (TraceStep step : steps(node, question)) {
          if (step instanceof Deed deed && occurrence(deed) instanceof Contained) {
            found.put(deed.event().position(), deed);
          }
        }
      }
    }
    return found.values().stream()
        .map(deed -> deed.event().value().event().orElseThrow())
        .sorted(Comparator.comparing(Event::time)) // keeps the order of the log otherwise
        .map(event -> containment(event, (Contained) event.occurrence()))
        .toList();
  }

  private static Occurrence occurrence(Deed deed) {
    return deed.event().value().event().orElseThrow().occurrence();
  }

  private static List<String> items(Map<?, ?> event) {
    List<String> items = new ArrayList<>();
    items.add(String.valueOf(event.get("parent")));
    list(event, "children").forEach(child -> items.add(child.toString()));
    return items;
  }

  private static String containment(Event event, Contained what) {
    String action =
        what.change() == Change.ENTER
            ? "ADD"
            : what.change() == Change.LEAVE ? "DELETE" : "OBSERVE";
    return String.join(
        " ",
        what.bond() == Bond.PACKED ? "AggregationEvent" : "AssociationEvent",
        event.time().toString(),
        action,
        what.parent().orElseThrow().canonical(),
        canonical(what.children().stream().map(child -> child.id().toString()).toList())
            .toString());
  }

  private static String containment(Object known) {
    Map<?, ?> event = (Map<?, ?>) known;
    return String.join(
        " ",
        String.valueOf(event.get("type")),
        OffsetDateTime.parse(String.valueOf(event.get("eventTime"))).toInstant().toString(),
        String.valueOf(event.get("action")),
        ItemId.parse(String.valueOf(event.get("parent"))).canonical(),
        canonical(list(event, "children")).toString());
  }

  private static List<?> list(Map<?, ?> object, String name) {
    return object.get(name) instanceof List<?> list ? list : List.of();
  }

  private static List<TraceStep> steps(Node node, TraceQuestion question) {
    List<TraceStep> steps = new ArrayList<>();
    try (TraceSteps answer =
        node.tracer()
            .trace(question, Budget.standard().within(Duration.ofMinutes(1)), Caller.OPERATOR)) {
      answer.forEachRemaining(steps::add);
    }
    return steps;
  }

  private static List<Path> files(String document) {
    if (!document.startsWith("dpp/*")) {
      return List.of(EpcisSamples.directory().resolve(document));
    }
    try (Stream<Path> files = Files.list(EpcisSamples.directory().resolve("dpp"))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<?, ?> expected() {
    try {
      return (Map<?, ?>)
          JsonTree.read(
              Files.readString(EpcisSamples.directory().resolve("expected-lineage.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
