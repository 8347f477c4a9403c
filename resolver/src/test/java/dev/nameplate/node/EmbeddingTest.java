package dev.nameplate.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nameplate.assign.Allotment;
import dev.nameplate.assign.Assignment;
import dev.nameplate.assign.Capture;
import dev.nameplate.assign.Update;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.AlreadyAssignedException;
import dev.nameplate.log.VersionMismatchException;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueData;
import dev.nameplate.resolve.Records.Filter;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.TraceSteps;
import dev.nameplate.trace.read.EventFilter;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an embedder writes in the fewest words. */
class EmbeddingTest {
  private static final Prefix MILL = Prefix.parse("88.118.8");
  private static final Identifier COIL = Identifier.parse("88.118.8/COIL-1");

  @Test
  void a_record_that_was_read_is_updated_value_by_value() {
    try (Node node = open()) {
      node.registrar()
          .assign(Assignment.of(COIL).value(1, "URL", "https://a").value(2, "ALLOY", "DX51D"));
      Update update =
          Update.of(record(node)).value(1, "URL", "https://b").without(2).value(3, "USE", "roof");
      assertThat(node.registrar().update(update).version()).isEqualTo(2);
      assertThat(record(node).values())
          .containsExactly(
              RecordValue.text(1, "URL", "https://b"), RecordValue.text(3, "USE", "roof"));
      assertThatThrownBy(() -> node.registrar().update(update))
          .isInstanceOf(VersionMismatchException.class);
    }
  }

  @Test
  void an_update_says_which_version_it_replaces() {
    try (Node node = open()) {
      node.registrar().assign(Assignment.of(COIL));
      Update update = Update.of("88.118.8/COIL-1").value(1, "URL", "https://a").operation("u1");
      assertThatThrownBy(() -> node.registrar().update(update))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("expecting(version)");
      assertThat(node.registrar().update(update.expecting(1)).replayed()).isFalse();
      assertThat(node.registrar().update(update.expecting(1)).replayed()).isTrue();
    }
  }

  @Test
  void a_record_with_withheld_values_is_not_updated_by_what_was_seen_of_it() {
    IdentifierRecord seen =
        new IdentifierRecord(COIL, 1, Bytes.EMPTY, false, List.of(), List.of(4L));
    assertThatThrownBy(() -> Update.of(seen))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("withheld");
  }

  @Test
  void a_value_is_found_by_its_type_and_shown_as_text() {
    IdentifierRecord record =
        IdentifierRecord.first(
            COIL,
            List.of(
                RecordValue.text(3, "URL", "https://b"),
                RecordValue.text(2, "url", "https://a"),
                RecordValue.of(4, "MASS", new ValueData.Number("21.40")),
                RecordValue.reference(5, "HEAT", Identifier.parse("88.118.8/HEAT-7")),
                RecordValue.of(6, "SEAL", ValueData.binary(Bytes.utf8("ab")))));
    assertThat(
            Stream.of("URL", "MASS", "HEAT", "SEAL")
                .map(type -> record.value(type).orElseThrow().text()))
        .containsExactly("https://a", "21.40", "88.118.8/HEAT-7", "YWI=");
    assertThat(record.value("ALLOY")).isEmpty();
  }

  @Test
  void all_pages_are_one_stream() {
    try (Node node = open()) {
      List<Assignment> coils =
          IntStream.range(0, 2500)
              .mapToObj(i -> Assignment.of("88.118.8/COIL-" + i).value(1, "N", "" + i))
              .toList();
      assertThat(node.registrar().assignAll(coils.stream())).hasSize(2500);
      assertThat(node.records().list(Filter.under(MILL)).map(found -> found.value().identifier()))
          .hasSize(2500)
          .doesNotHaveDuplicates();
      for (int version = 1; version <= 3; version++) {
        node.registrar().update(Update.of(record(node)).value(1, "N", "v" + version));
      }
      assertThat(node.records().versions(COIL).map(found -> found.value().version()))
          .containsExactly(4L, 3L, 2L, 1L);
      node.events()
          .captureAll(
              IntStream.range(0, 1100).mapToObj(i -> Capture.of(MILL, made("88.118.8/COIL-" + i))))
          .forEach(outcome -> {});
      assertThat(node.eventLists().list(EventFilter.ALL)).hasSize(1100);
      assertThatThrownBy(() -> node.records().list(Filter.under(Prefix.parse("88.999"))))
          .hasMessageContaining("88.999");
    }
  }

  @Test
  void delegations_are_one_stream() {
    try (Node county = Node.open(NodeConfig.inMemory().authorityFor("88.118"))) {
      county.allotments().allot(Allotment.hosted(MILL, "mill"));
      assertThat(county.allotments().list(Prefix.parse("88.118")))
          .extracting(delegation -> delegation.value().holder())
          .containsExactly("mill");
    }
  }

  @Test
  void tracing_needs_no_more_than_the_item() {
    try (Node node = open()) {
      node.events().capture(Capture.of(MILL, made("88.118.8/COIL-1")));
      ItemId heat = ItemId.parse("88.118.8/HEAT-7");
      try (TraceSteps steps = node.tracer().trace(TraceQuestion.downstream(heat));
          Stream<TraceStep> stream = steps.stream()) {
        assertThat(stream.filter(TraceStep.Item.class::isInstance)).hasSize(2);
      }
    }
  }

  @Test
  void a_refusal_shows_where_the_caller_was() {
    try (Node node = open()) {
      node.registrar().assign(Assignment.of(COIL));
      Throwable refusal =
          catchThrowableOfType(
              AlreadyAssignedException.class, () -> node.registrar().assign(Assignment.of(COIL)));
      assertThat(Arrays.stream(refusal.getStackTrace()).map(StackTraceElement::getMethodName))
          .contains("assign", "a_refusal_shows_where_the_caller_was");
    }
  }

  private static Event made(String coil) {
    return Event.at(
        Instant.parse("2026-03-02T08:00:00Z"),
        new Processed(
            "", List.of(EventItem.of("88.118.8/HEAT-7")), List.of(EventItem.of(coil)), false));
  }

  private static IdentifierRecord record(Node node) {
    return node.resolver().resolve(COIL).found().orElseThrow();
  }

  private static Node open() {
    return Node.open(NodeConfig.inMemory().authorityFor("88.118.8"));
  }
}
