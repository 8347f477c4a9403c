package dev.nameplate.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nameplate.access.Caller;
import dev.nameplate.assign.Allotment;
import dev.nameplate.assign.Assignment;
import dev.nameplate.assign.BlockMinting;
import dev.nameplate.assign.Capture;
import dev.nameplate.assign.Minting;
import dev.nameplate.assign.Outcome;
import dev.nameplate.assign.RangeAssignment;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.event.Occurrence.Observed;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.NotAssignedException;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.commit.Appender;
import dev.nameplate.log.commit.Write;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Records;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.store.Head;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.balance.Reconciliation;
import dev.nameplate.trace.balance.Tolerance;
import dev.nameplate.trace.read.EventFilter;
import dev.nameplate.trace.recall.RecallQuestion;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.Suspect;
import dev.nameplate.trust.key.SignatureSuite;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that look the same: refused when they are new, and found as what was meant. */
final class LookAlikeNamesTest {
  private static final String COIL = "88.118.8/COIL-9";
  private static final String ZERO_WIDTH = "\u200b";
  private static final String LATER = Character.toString(0x105D2) + "\u0307"; // Unicode 16
  private static final Instant TIME = Instant.parse("2026-03-01T00:00:00Z");
  private static final Prefix MILL = Prefix.parse("88.118.8");

  @TempDir private Path directory;
  private Node node;

  @BeforeEach
  void open() {
    node = Node.open(config());
  }

  @AfterEach
  void close() {
    node.close();
  }

  private NodeConfig config() {
    return NodeConfig.in(directory.resolve("node"))
        .authorityFor("88.118.8", "88.119")
        .withSuite(SignatureSuite.ED25519_SHA256);
  }

  /** Assigns past the rule, as older versions did. */
  private void assignedBefore(String identifier) {
    try {
      Field log = Node.class.getDeclaredField("log");
      log.setAccessible(true);
      ((Appender) log.get(node))
          .append(new Write.Assign(Identifier.parse(identifier), List.of(), OperationId.NONE))
          .join();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("log", e);
    }
  }

  private void refuses(String message, ThrowingCallable write) {
    Head before = node.head();
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(write)
        .withMessageContaining(message);
    assertThat(node.head()).as("nothing changed").isEqualTo(before);
  }

  @Test
  void no_way_to_assign_takes_a_name_that_looks_like_another() {
    String hidden = "U+200B at offset 6 cannot be seen (expected: \"COIL-9\")";
    refuses(hidden, () -> node.registrar().assign(Assignment.of(COIL + ZERO_WIDTH)));
    refuses(
        "suffix: U+0020 at offset 6 is white space at the end",
        () -> node.registrar().assign(Assignment.of(COIL + " ")));
    refuses(
        "prefix: U+200B at offset 0 cannot be seen",
        () -> node.registrar().assign(Assignment.of(ZERO_WIDTH + COIL)));
    refuses(
        "pattern: U+200B",
        () -> node.registrar().mint(Minting.of("88.118.8/COIL" + ZERO_WIDTH + "-{yyyy}-{seq:6}")));
    refuses(
        "pattern: U+00A0",
        () -> node.registrar().mintBlock(BlockMinting.of("88.118.8/COIL-{seq:6}\u00a0", 10)));
    refuses(
        "pattern: U+2800",
        () -> node.registrar().assignRange(RangeAssignment.of("88.118.8", "C\u2800{seq:3}", 1, 9)));
    refuses(
        hidden,
        () ->
            node.registrar()
                .update(Identifier.parse(COIL + ZERO_WIDTH), 1, List.of(), OperationId.NONE));
    refuses(
        hidden,
        () -> node.registrar().retire(Identifier.parse(COIL + ZERO_WIDTH), 1, OperationId.NONE));
    assertThat(
            node.registrar()
                .assignAll(Stream.of(Assignment.of(COIL + "\u3000"), Assignment.of(COIL))))
        .hasExactlyElementsOfTypes(Outcome.Refused.class, Outcome.Written.class);
  }

  @Test
  void no_prefix_is_allotted_or_begun_that_looks_like_another() {
    refuses(
        "prefix: U+200B at offset 9",
        () ->
            node.allotments()
                .allot(Allotment.hosted(Prefix.parse("10.1000.5" + ZERO_WIDTH), "Panel works")));
    refuses(
        "holder: U+00A0 at offset 11 is white space at the end",
        () ->
            node.allotments()
                .allot(Allotment.hosted(Prefix.parse("88.119.5"), "Panel works\u00a0")));
    NodeConfig other =
        NodeConfig.in(directory.resolve("other")).authorityFor("10.1000" + ZERO_WIDTH);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> Node.open(other).close())
        .withMessageContaining("prefix: U+200B at offset 7 cannot be seen");
    assertThat(directory.resolve("other")).doesNotExist();
  }

  private void refusesEvent(String message, Occurrence occurrence) {
    refusesEvent(message, Event.at(TIME, occurrence));
  }

  private void refusesEvent(String message, Event event) {
    refuses(
        message, () -> node.events().capture(new Capture(MILL, event, false, OperationId.NONE)));
  }

  @Test
  void no_event_names_anything_that_looks_like_another() {
    List<EventItem> coil = List.of(EventItem.of(COIL));
    refusesEvent(
        "create.items[1].item: U+0020 at offset 15 is white space at the end (expected: \"88.118.8/COIL-9\")",
        new Created(List.of(EventItem.of("88.118.8/COIL-8"), EventItem.of(COIL + " "))));
    refusesEvent(
        "process.inputs[0].item: U+200B at offset 15 cannot be seen",
        new Processed(
            List.of(EventItem.of(COIL + ZERO_WIDTH)), List.of(EventItem.of("88.118.8/P"))));
    refusesEvent(
        "observe.items[0].item",
        new Observed(
            List.of(EventItem.of("https://hdl.handle.net/88.118.8/COIL-9%E2%80%8B")), List.of()));
    refusesEvent(
        "observe.items[0].item",
        new Observed(List.of(EventItem.of("https://id.example/01/4%C2%A0")), List.of()));
    refusesEvent(
        "create.items[0].item: U+105D2", new Created(List.of(EventItem.of("88.118.8/" + LATER))));
    refusesEvent("process.process: U+FEFF", new Processed("\ufeffrun 1", coil, coil, false));
    refusesEvent(
        "transfer.to: U+00AD", new Transferred(coil, "", "Wo\u00adlf", Side.GIVEN, List.of()));
    refusesEvent(
        "transfer.documents[0]: U+2060",
        new Transferred(coil, "", "Wolf", Side.GIVEN, List.of("PO\u20601")));
    Event seen = Event.at(TIME, new Observed(coil, List.of()));
    refusesEvent("name: U+200D", seen.name("a\u200d"));
    refusesEvent("place: U+3000", seen.place("\u3000Jinan"));
    refusesEvent("step: U+202E", seen.step("\u202egnippihs"));
    refusesEvent("disposition: U+FE0F", seen.disposition("active\ufe0f"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {COIL + " ", COIL + ZERO_WIDTH, "\ufeff" + COIL, "88.118.8\u2060/\u00a0COIL-9"})
  void what_is_looked_for_is_found_without_what_nobody_sees(String typed) {
    node.registrar().assign(Assignment.of(COIL).value(1, "weight", "1"));
    capture(new Created(List.of(EventItem.of(COIL, "5", "KGM"))));
    capture(new Processed(List.of(EventItem.of(COIL)), List.of(EventItem.of("88.118.8/PANEL"))));
    Identifier asked = Identifier.parse(typed);
    ItemId item = ItemId.parse(typed);

    assertThat(node.resolver().resolve(asked))
        .isInstanceOfSatisfying(
            Resolution.Found.class,
            found -> assertThat(found.record().identifier()).hasToString(COIL));
    assertThat(node.resolver().own().resolve(asked)).isInstanceOf(Resolution.Found.class);
    assertThat(node.records().versions(asked, 10, "").entries()).hasSize(1);
    assertThat(node.records().list(Records.Filter.under(asked.prefix()), 10, "").entries())
        .hasSize(1);
    assertThat(traced(item)).containsExactly(COIL, "88.118.8/PANEL");
    assertThat(recalled(Suspect.of(item))).contains("88.118.8/PANEL");
    assertThat(recalled(Suspect.of(item), Suspect.of(ItemId.parse(COIL))))
        .contains("88.118.8/PANEL");
    assertThat(
            node.reconciliation().balance(Reconciliation.Question.of(item), Tolerance.NONE).lot())
        .hasToString(COIL);
    assertThat(
            node.eventLists()
                .list(EventFilter.of(item), 10, Long.MAX_VALUE, "", budget(), Caller.OPERATOR)
                .events())
        .hasSize(2);
  }

  @Test
  void a_list_begins_where_a_cleaned_start_says() {
    node.registrar().assign(Assignment.of(COIL));
    node.registrar().assign(Assignment.of("88.118.8/COIL 2"));

    assertThat(listed("COIL-\u200b")).containsExactly(COIL);
    assertThat(listed("COIL ")).as("the exact start first").containsExactly("88.118.8/COIL 2");
    assertThat(listed("COIL-9 ")).containsExactly(COIL);
  }

  private List<String> listed(String start) {
    return node.records().list(new Records.Filter(MILL, start, false), 10, "").entries().stream()
        .map(entry -> entry.value().identifier().toString())
        .toList();
  }

  @Test
  void what_was_assigned_before_stays_a_name_of_its_own() {
    String old = COIL + ZERO_WIDTH;
    assignedBefore(old);
    node.registrar().assign(Assignment.of(COIL));

    assertThat(node.resolver().resolve(Identifier.parse(old)))
        .isInstanceOfSatisfying(
            Resolution.Found.class,
            found -> assertThat(found.record().identifier()).hasToString(old));
    capture(new Observed(List.of(EventItem.of(old)), List.of()));
    node.registrar().update(Identifier.parse(old), 1, List.of(), OperationId.NONE);
    node.registrar().retire(Identifier.parse(old), 2, OperationId.NONE);
    assertThat(node.resolver().resolve(Identifier.parse(old)))
        .as("the tombstone, not what looks like it")
        .isInstanceOfSatisfying(
            Resolution.Absent.class, absent -> assertThat(absent.tombstone()).isPresent());
    assertThat(node.resolver().resolve(Identifier.parse(COIL)))
        .isInstanceOf(Resolution.Found.class);
  }

  @Test
  void a_store_with_a_name_that_a_later_unicode_knows_opens_and_audits() {
    String old = "88.118.8/" + LATER;
    assignedBefore(old);
    refuses(
        "suffix: U+105D2 at offset 0 is not assigned in Unicode 13.0",
        () -> node.registrar().assign(Assignment.of(old + "x")));
    node.close();

    assertThat(NodeAudit.compare(config(), Optional.empty(), done -> {}).findings()).isEmpty();
    node = Node.open(config());
    assertThat(node.resolver().resolve(Identifier.parse(old))).isInstanceOf(Resolution.Found.class);
    node.registrar().update(Identifier.parse(old), 1, List.of(), OperationId.NONE);
  }

  @Test
  void what_exists_in_neither_form_is_absent_as_it_was_asked_for() {
    Identifier asked = Identifier.parse(COIL + ZERO_WIDTH);

    assertThat(node.resolver().resolve(asked))
        .isInstanceOfSatisfying(
            Resolution.Absent.class,
            absent ->
                assertThat(absent.denial().orElseThrow().value().identifier()).isEqualTo(asked));
    assertThatExceptionOfType(NotAssignedException.class)
        .isThrownBy(
            () -> node.registrar().update(Identifier.parse(COIL), 1, List.of(), OperationId.NONE));
  }

  private void capture(Occurrence occurrence) {
    node.events().capture(new Capture(MILL, Event.at(TIME, occurrence), false, OperationId.NONE));
  }

  private static Budget budget() {
    return Budget.of(Budget.Limits.TRACE);
  }

  private List<String> traced(ItemId item) {
    List<String> items = new ArrayList<>();
    try (var steps =
        node.tracer().trace(TraceQuestion.downstream(item), budget(), Caller.OPERATOR)) {
      while (steps.hasNext()) {
        if (steps.next() instanceof TraceStep.Item found) {
          items.add(found.id().toString());
        }
      }
    }
    return items;
  }

  private List<String> recalled(Suspect... suspects) {
    List<String> items = new ArrayList<>();
    try (var steps =
        node.recall().recall(RecallQuestion.of(List.of(suspects)), budget(), Caller.OPERATOR)) {
      while (steps.hasNext()) {
        if (steps.next() instanceof RecallStep.Affected found) {
          items.add(found.item().toString());
        }
      }
    }
    return items;
  }
}
