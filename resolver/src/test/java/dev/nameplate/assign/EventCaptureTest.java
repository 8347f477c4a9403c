package dev.nameplate.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventId;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.EventSource;
import dev.nameplate.event.InvalidEventException;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.event.Occurrence.Observed;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Target;
import dev.nameplate.event.Occurrence.Withdrawn;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.EventConflictException;
import dev.nameplate.log.NotAuthoritativeException;
import dev.nameplate.log.NotRecordedException;
import dev.nameplate.log.OperationConflictException;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.trust.statement.SignedStatement;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCaptureTest {
  private static final Prefix MILL = Prefix.parse("88.118.8");
  private static final Instant MORNING = Instant.parse("2026-03-02T08:00:00Z");

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(SignatureSuite.class)
  void an_event_is_signed_and_verifies_wherever_it_is_read(SignatureSuite suite) {
    Event slitting = slitting("COIL-1").step("slitting").place("88.118.8/LINE-3");
    try (Node node = Node.open(config().withSuite(suite))) {
      Receipt receipt = node.events().capture(Capture.of(MILL, slitting));

      Verified<RecordedEvent> recorded = only(node);
      assertThat(recorded.value().event()).contains(slitting);
      assertThat(recorded.value().id()).contains(receipt.event());
      assertThat(recorded.position()).isEqualTo(receipt.position());
      assertThat(receipt.replayed()).isFalse();
      SignedStatement sent = SignedStatement.parse(recorded.statement().encoded());
      assertThat(verifier(node).verifyEvent(sent).value()).isEqualTo(recorded.value());
      assertThat(verifier(node).verifyLogged(sent).value()).isEqualTo(recorded.value());
    }
  }

  @Test
  void the_same_event_given_again_yields_its_first_receipt() {
    Receipt first;
    try (Node node = Node.open(config())) {
      first = node.events().capture(Capture.of(MILL, slitting("COIL-1")));
      assertThat(node.events().capture(Capture.of(MILL, slitting("COIL-1"))))
          .isEqualTo(already(first));
    }
    try (Node again = Node.open(config())) {
      assertThat(again.events().capture(Capture.of(MILL, slitting("COIL-1"))))
          .isEqualTo(already(first));
      assertThat(again.head().statements()).isEqualTo(1);
    }
  }

  @Test
  void of_many_events_captured_together_each_is_recorded_once() {
    try (Node node = Node.open(config())) {
      List<Outcome<Capture>> outcomes =
          node.events()
              .captureAll(
                  IntStream.range(0, 3000)
                      .mapToObj(i -> Capture.of(MILL, slitting("COIL-" + i % 1000))))
              .toList();

      assertThat(outcomes).hasSize(3000).allMatch(Outcome.Written.class::isInstance);
      for (int i = 0; i < 3000; i++) {
        Receipt receipt = receipt(outcomes.get(i));
        assertThat(receipt.position()).isEqualTo(receipt(outcomes.get(i % 1000)).position());
        assertThat(receipt.replayed()).isEqualTo(i >= 1000);
      }
      assertThat(events(node)).hasSize(1000);
    }
  }

  @Test
  void a_name_that_means_nothing_outside_its_document_is_refused() {
    List<Event> local =
        List.of(
            slitting("COIL-1").name("_:event1"),
            Event.at(MORNING, new Observed(List.of(EventItem.of("_:lot1")), List.of())),
            Event.at(
                MORNING, new Processed("_:t1", List.of(EventItem.of("urn:x:1")), List.of(), false)),
            Event.at(
                MORNING, new Withdrawn(new Target.ByName("_:event1"), "incorrect_data", List.of())),
            Event.at(
                MORNING,
                new Withdrawn(
                    new Target.ByName("urn:x:e"), "incorrect_data", List.of("_:event2"))));
    try (Node node = Node.open(config())) {
      for (Event event : local) {
        assertThatThrownBy(() -> node.events().capture(Capture.of(MILL, event)))
            .isInstanceOf(InvalidEventException.class)
            .hasMessageContaining("blank node");
      }
      assertThat(node.head().statements()).isZero();
    }
  }

  @Test
  void one_name_stands_for_one_event() {
    Event named = slitting("COIL-1").name("urn:uuid:1");
    try (Node node = Node.open(config())) {
      Receipt first = node.events().capture(Capture.of(MILL, named));

      assertThat(node.events().capture(Capture.of(MILL, named))).isEqualTo(already(first));
      assertThatThrownBy(() -> node.events().capture(Capture.of(MILL, named.step("cutting"))))
          .isInstanceOf(EventConflictException.class)
          .hasMessageContaining("name: \"urn:uuid:1\"")
          .hasMessageContaining(first.event().toString());
      assertThatThrownBy(
              () ->
                  node.events()
                      .capture(
                          Capture.of(
                              MILL, slitting("COIL-2", MORNING.plusSeconds(1)).name("urn:uuid:1"))))
          .isInstanceOf(EventConflictException.class);
      assertThat(node.statements().event(MILL, "urn:uuid:1").orElseThrow().value().event())
          .contains(named);
      assertThat(events(node)).hasSize(1);
    }
  }

  @Test
  void of_two_events_of_one_name_that_come_together_the_first_counts() {
    try (Node node = Node.open(config())) {
      List<Outcome<Capture>> outcomes =
          node.events()
              .captureAll(
                  Stream.of("COIL-1", "COIL-2", "COIL-1")
                      .map(coil -> Capture.of(MILL, slitting(coil).name("urn:uuid:1"))))
              .toList();

      assertThat(receipt(outcomes.get(0)).replayed()).isFalse();
      assertThat(((Outcome.Refused<?>) outcomes.get(1)).reason())
          .isInstanceOf(EventConflictException.class);
      assertThat(receipt(outcomes.get(2))).isEqualTo(already(receipt(outcomes.get(0))));
    }
  }

  @Test
  void two_texts_that_say_the_same_are_one_event() {
    Bytes saying = HashFunction.SHA256.hash(Bytes.utf8("what both say"));
    Event spaced =
        slitting("COIL-1")
            .name("urn:uuid:1")
            .source(new EventSource("{ }", "", saying, List.of("unit-missing")));
    Event dense = spaced.source(new EventSource("{}", "", saying, List.of("unit-missing")));
    try (Node node = Node.open(config())) {
      Receipt first = node.events().capture(Capture.of(MILL, spaced));
      Receipt second = node.events().capture(Capture.of(MILL, dense));

      assertThat(first.labels()).contains("unit-missing");
      assertThat(second).isEqualTo(already(first));
      assertThat(only(node).value().event()).contains(spaced);
    }
  }

  @Test
  void a_withdrawal_needs_an_event_that_is_recorded_or_a_name() {
    EventId unknown = new EventId(HashFunction.SHA256.hash(Bytes.EMPTY));
    try (Node node = Node.open(config())) {
      Receipt wrong = node.events().capture(Capture.of(MILL, slitting("COIL-1")));

      assertThat(
              node.events().capture(Capture.of(MILL, withdrawal(new Target.ById(wrong.event())))))
          .matches(receipt -> !receipt.replayed());
      assertThatThrownBy(
              () -> node.events().capture(Capture.of(MILL, withdrawal(new Target.ById(unknown)))))
          .isInstanceOf(NotRecordedException.class)
          .hasMessageContaining("withdraw.event_id: \"" + unknown + "\"");
      assertThat(
              node.events()
                  .capture(Capture.of(MILL, withdrawal(new Target.ByName("urn:uuid:9"))))
                  .labels())
          .containsExactly("target-unknown");
      node.events().capture(Capture.of(MILL, slitting("COIL-2").name("urn:uuid:8")));
      assertThat(
              node.events()
                  .capture(Capture.of(MILL, withdrawal(new Target.ByName("urn:uuid:8"))))
                  .labels())
          .isEmpty();
    }
  }

  @Test
  void what_is_withdrawn_by_name_keeps_its_name() {
    Event wrong = slitting("COIL-1").name("urn:uuid:1");
    try (Node node = Node.open(config())) {
      node.events().capture(Capture.of(MILL, wrong));
      node.events()
          .capture(
              Capture.of(MILL, withdrawal(new Target.ByName("urn:uuid:1")).name("urn:uuid:1")));

      assertThat(node.statements().event(MILL, "urn:uuid:1").orElseThrow().value().event())
          .contains(wrong);
    }
  }

  @ParameterizedTest
  @EnumSource(SignatureSuite.class)
  void a_restricted_event_verifies_also_for_those_who_may_not_read_it(SignatureSuite suite) {
    Event secret = slitting("COIL-1").name("urn:uuid:1");
    try (Node node = Node.open(config().withSuite(suite))) {
      Receipt receipt = node.events().capture(Capture.of(MILL, secret).asRestricted());
      Receipt again = node.events().capture(Capture.of(MILL, secret).asRestricted());

      assertThat(again).isEqualTo(already(receipt));
      Verified<RecordedEvent> recorded = only(node);
      assertThat(recorded.value().event()).contains(secret);
      assertThat(recorded.value().isRestricted()).isTrue();
      SignedStatement shown =
          SignedStatement.parse(recorded.statement().withoutDisclosures().encoded());
      RecordedEvent withheld = verifier(node).verifyEvent(shown).value();
      assertThat(withheld.event()).isEmpty();
      assertThat(withheld.recorder()).isEqualTo(MILL);
      assertThat(shown.body().toUtf8()).doesNotContain("COIL-1");
      SignedStatement forged =
          shown.withDisclosures(List.of(Bytes.utf8("another event altogether")));
      assertThatThrownBy(() -> verifier(node).verifyEvent(forged))
          .matches(Rule.DISCLOSURE_INVALID::isBrokenBy);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "urn:uuid:1", "ni:///sha-256;5d1c?ver=CBV2.0", "ni:///sha-256;5d1c"})
  void a_restricted_event_given_again_is_recorded_once(String name) {
    Event coil = slitting("COIL-1");
    Event secret = name.isEmpty() ? coil : coil.name(name);
    Receipt first;
    try (Node node = Node.open(config())) {
      first = node.events().capture(Capture.of(MILL, secret).asRestricted());
      assertThat(node.events().capture(Capture.of(MILL, secret).asRestricted()))
          .isEqualTo(already(first));
      List<Outcome<Capture>> together =
          node.events()
              .captureAll(
                  Stream.of("COIL-2", "COIL-2")
                      .map(other -> Capture.of(MILL, slitting(other).name(name + other)))
                      .map(Capture::asRestricted))
              .toList();
      assertThat(together.stream().filter(outcome -> receipt(outcome).replayed())).hasSize(1);
      Receipt withdrawn =
          node.events()
              .capture(Capture.of(MILL, withdrawal(new Target.ById(first.event()))).asRestricted());
      assertThat(
              node.events()
                  .capture(
                      Capture.of(MILL, withdrawal(new Target.ById(first.event()))).asRestricted()))
          .isEqualTo(already(withdrawn));
    }
    try (Node node = Node.open(config())) {
      assertThat(node.events().capture(Capture.of(MILL, secret).asRestricted()))
          .isEqualTo(already(first));
      assertThat(events(node)).hasSize(3);
      if (!name.isEmpty()) {
        assertThat(node.statements().events(MILL, name)).hasSize(1);
      }
    }
  }

  @Test
  void the_recorder_does_not_show_a_restricted_event_by_giving_it_again() {
    Event named = slitting("COIL-1").name("ni:///sha-256;5d1c?ver=CBV2.0");
    try (Node node = Node.open(config())) {
      node.events().capture(Capture.of(MILL, named).asRestricted());

      assertThatThrownBy(() -> node.events().capture(Capture.of(MILL, named)))
          .isInstanceOf(EventConflictException.class)
          .hasMessageContaining("is restricted; this cannot be changed");
    }
  }

  @Test
  void who_may_read_an_event_is_not_changed_by_giving_it_again() {
    Event named = slitting("COIL-1").name("urn:uuid:1");
    Event other = slitting("COIL-2").name("urn:uuid:2");
    try (Node node = Node.open(config())) {
      node.events().capture(Capture.of(MILL, named));
      node.events().capture(Capture.of(MILL, other).asRestricted());

      assertThatThrownBy(() -> node.events().capture(Capture.of(MILL, named).asRestricted()))
          .isInstanceOf(EventConflictException.class)
          .hasMessageContaining("is unrestricted; this cannot be changed");
      assertThatThrownBy(() -> node.events().capture(Capture.of(MILL, other)))
          .isInstanceOf(EventConflictException.class)
          .hasMessageContaining("is restricted; this cannot be changed");
    }
  }

  @Test
  void only_its_authority_says_that_an_identifier_was_made() {
    EventItem theirs = EventItem.of("88.118.9/COIL-1");
    EventItem ours = EventItem.of("88.118.8/COIL-1");
    EventItem gs1 = EventItem.of("https://id.gs1.org/01/09521234601005/10/H7740025");
    try (Node node = Node.open(config())) {
      refuse(node, new Processed(List.of(ours), List.of(ours, theirs)), "process.outputs[1]");
      refuse(node, new Created(List.of(theirs)), "create.items[0]");
      node.events().capture(Capture.of(MILL, Event.at(MORNING, new Created(List.of(gs1)))));
      node.events() // bought coils become ours, and theirs is repaired
          .capture(
              Capture.of(
                  MILL, Event.at(MORNING, new Processed(List.of(theirs), List.of(ours, theirs)))));
      assertThat(events(node)).hasSize(2);
    }
  }

  private static void refuse(Node node, Occurrence claim, String field) {
    assertThatThrownBy(() -> node.events().capture(Capture.of(MILL, Event.at(MORNING, claim))))
        .isInstanceOf(NotAuthoritativeException.class)
        .hasMessageContaining(field + ": \"88.118.9/COIL-1\" (expected: an identifier under");
  }

  @Test
  void an_event_that_has_not_happened_yet_is_refused_unless_a_document_says_so() {
    Event tomorrow = slitting("COIL-1", Instant.now().plus(Duration.ofDays(1)));
    try (Node node = Node.open(config())) {
      assertThatThrownBy(() -> node.events().capture(Capture.of(MILL, tomorrow)))
          .isInstanceOf(InvalidEventException.class)
          .hasMessageContaining("time: \"" + tomorrow.time())
          .hasMessageContaining("at most 5 minutes after");
      Bytes saying = HashFunction.SHA256.hash(Bytes.EMPTY);
      assertThat(
              node.events()
                  .capture(
                      Capture.of(
                          MILL, tomorrow.source(new EventSource("{}", "", saying, List.of()))))
                  .labels())
          .contains("future");
    }
  }

  @Test
  void an_identifier_of_the_node_that_was_never_assigned_is_labelled() {
    try (Node node = Node.open(config())) {
      node.registrar().assign(Assignment.of("88.118.8/COIL-1"));
      node.registrar().assignRange(RangeAssignment.of("88.118.8", "PANEL-{seq:3}", 1, 9));

      assertThat(labels(node, "88.118.8/COIL-1", "88.118.8/PANEL-004", "88.118.9/X")).isEmpty();
      assertThat(labels(node, "88.118.8/COIL-2")).containsExactly("unassigned");
    }
  }

  private static List<String> labels(Node node, String... items) {
    List<EventItem> seen = Stream.of(items).map(EventItem::of).toList();
    return node.events()
        .capture(Capture.of(MILL, Event.at(MORNING, new Observed(seen, List.of()))))
        .labels();
  }

  @Test
  void an_operation_id_is_answered_with_the_first_receipt_and_stands_for_one_event() {
    Capture capture = Capture.of(MILL, slitting("COIL-1")).asRestricted().operation("op-1");
    try (Node node = Node.open(config())) {
      Receipt first = node.events().capture(capture);

      assertThat(node.events().capture(capture)).isEqualTo(already(first));
      assertThatThrownBy(
              () -> node.events().capture(Capture.of(MILL, slitting("COIL-2")).operation("op-1")))
          .isInstanceOf(OperationConflictException.class);
      assertThat(events(node)).hasSize(1);
    }
  }

  @Test
  void an_event_under_a_prefix_of_somebody_else_is_refused() {
    try (Node node = Node.open(config())) {
      assertThatThrownBy(() -> node.events().capture(Capture.of("88.118.9", slitting("COIL-1"))))
          .isInstanceOf(NotAuthoritativeException.class)
          .hasMessageContaining("88.118.9");
    }
  }

  @Test
  void events_stand_in_the_log_between_records_and_in_the_order_of_time_beside_it() {
    try (Node node = Node.open(config())) {
      node.registrar().assign(Assignment.of("88.118.8/COIL-1"));
      for (int hour : new int[] {3, 1, 2}) {
        node.events()
            .capture(Capture.of(MILL, slitting("COIL-1", MORNING.plus(Duration.ofHours(hour)))));
      }
      node.events().capture(Capture.of(MILL, slitting("COIL-1")).asRestricted());

      assertThat(events(node).stream().map(event -> event.value().event().orElseThrow().time()))
          .containsExactly(
              MORNING.plus(Duration.ofHours(1)),
              MORNING.plus(Duration.ofHours(2)),
              MORNING.plus(Duration.ofHours(3)),
              MORNING);
      try (StatementReader.Scan<RecordedEvent> later =
          node.statements()
              .events(MILL, StatementReader.placesFrom(MORNING.plus(Duration.ofHours(2))))) {
        assertThat(later.next().value().event().orElseThrow().time())
            .isEqualTo(MORNING.plus(Duration.ofHours(2)));
      }
    }
  }

  private static Event slitting(String coil) {
    return slitting(coil, MORNING);
  }

  private static Event slitting(String coil, Instant time) {
    return Event.at(
        time,
        new Processed(
            List.of(EventItem.of("88.118.8/" + coil, "21.40", "TNE")),
            List.of(
                EventItem.of("88.118.8/" + coil + "-A", "10.60", "TNE"),
                EventItem.of("88.118.8/" + coil + "-B", "10.75", "TNE"))));
  }

  private static Event withdrawal(Target target) {
    return Event.at(MORNING, new Withdrawn(target, "typed wrongly", List.of()));
  }

  private static Receipt already(Receipt first) {
    return new Receipt(
        first.identifier(),
        first.version(),
        first.operation(),
        true,
        first.position(),
        first.batch(),
        first.time(),
        first.extent(),
        first.labels());
  }

  private static Receipt receipt(Outcome<Capture> outcome) {
    return ((Outcome.Written<?>) outcome).receipt();
  }

  private static Verified<RecordedEvent> only(Node node) {
    List<Verified<RecordedEvent>> events = events(node);
    assertThat(events).hasSize(1);
    return events.get(0);
  }

  private static List<Verified<RecordedEvent>> events(Node node) {
    List<Verified<RecordedEvent>> all = new ArrayList<>();
    try (StatementReader.Scan<RecordedEvent> events = node.statements().events(MILL, Bytes.EMPTY)) {
      events.forEachRemaining(all::add);
    }
    assertThat(all).allMatch(event -> event.value().id().isPresent());
    return all;
  }

  private static StatementVerifier verifier(Node node) {
    return new StatementVerifier(node.anchors(), Clock.systemUTC());
  }

  private NodeConfig config() {
    return NodeConfig.in(directory).authorityFor("88.118.8");
  }
}
