package dev.nameplate.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nameplate.assign.Assignment;
import dev.nameplate.assign.BlockMinting;
import dev.nameplate.assign.Capture;
import dev.nameplate.assign.Minting;
import dev.nameplate.assign.Outcome;
import dev.nameplate.assign.RangeAssignment;
import dev.nameplate.assign.Update;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NodeException;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Endpoint;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.TraceSteps;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.upstream.RemoteNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A remote node has the doors of an embedded one. */
class RemoteNodeTest {
  private static final Identifier COIL = Identifier.parse("88.118.8/COIL-1");
  private static final ItemId HEAT = ItemId.parse("88.118.8/HEAT-7");

  private final Node node = Node.open(NodeConfig.inMemory().authorityFor("88.118.8"));
  private final NodeServer server = NodeServer.start(ServerConfig.onPort(0), node);
  private RemoteNode remote;

  @BeforeEach
  void connect() {
    remote = connectedTo(node.anchors());
  }

  @AfterEach
  void close() {
    remote.close();
    server.close();
    node.close();
  }

  private RemoteNode connectedTo(TrustAnchors anchors) {
    return RemoteNode.at(new Endpoint("127.0.0.1", server.port()), anchors);
  }

  @Test
  void what_is_written_is_read_again_verified_at_once() {
    Receipt first =
        remote.registrar().assign(Assignment.of(COIL).value(1, "URL", "https://a").operation("o"));
    assertThat(
            remote
                .registrar()
                .assign(Assignment.of(COIL).value(1, "URL", "https://a").operation("o")))
        .isEqualTo(
            new Receipt(
                COIL, 1, OperationId.of("o"), true, first.position(), first.batch(), first.time()));
    assertThat(record().value("URL").orElseThrow().text()).isEqualTo("https://a");

    Update update = Update.of(record()).value(1, "URL", "https://b");
    assertThat(remote.registrar().update(update).version()).isEqualTo(2);
    assertThat(record().value("URL").orElseThrow().text()).isEqualTo("https://b");

    assertThat(remote.registrar().retire(COIL, 2, OperationId.NONE).version()).isEqualTo(3);
    assertThat(remote.resolver().resolve(COIL)).isInstanceOf(Resolution.Absent.class);
  }

  @Test
  void patterns_and_ranges_are_assigned() {
    Minting minting = Minting.of("88.118.8/M-{seq:4}").value(1, "KIND", "coil");
    assertThat(remote.registrar().mintAll(minting, 300).map(made -> made.identifier().toString()))
        .hasSize(300)
        .startsWith("88.118.8/M-0001", "88.118.8/M-0002");
    Identifier member = Identifier.parse("88.118.8/R-007");
    assertThat(remote.resolver().resolve(member)).isInstanceOf(Resolution.Absent.class);
    Receipt range =
        remote.registrar().assignRange(RangeAssignment.of("88.118.8", "R-{seq:3}", 1, 20));
    assertThat(range.extent().orElseThrow().members()).isEqualTo(20);
    assertThat(remote.resolver().resolve(member).found()).isPresent();
    Receipt block = remote.registrar().mintBlock(BlockMinting.of("88.118.8/B-{seq:3}", 5));
    assertThat(block.extent().orElseThrow().last()).hasToString("88.118.8/B-005");
    assertThat(node.resolver().resolve(block.identifier()).found()).isPresent();
  }

  @Test
  void of_many_assignments_each_has_its_own_outcome() {
    Stream<Assignment> coils =
        IntStream.range(0, 3000).mapToObj(i -> Assignment.of("88.118.8/C-" + i % 2990));
    List<Outcome<Assignment>> outcomes = remote.registrar().assignAll(coils).toList();
    assertThat(outcomes.subList(0, 2990)).allMatch(Outcome.Written.class::isInstance);
    assertThat(outcomes.subList(2990, 3000))
        .allMatch(
            outcome ->
                outcome instanceof Outcome.Refused<?> refused
                    && refused.reason().reason() == ErrorReason.ALREADY_ASSIGNED);
  }

  @Test
  void events_are_recorded_and_traced() {
    Receipt receipt = remote.events().capture(Capture.of("88.118.8", made("COIL-1")));
    assertThat(receipt.labels()).containsExactly("unassigned");
    assertThat(remote.events().capture(Capture.of("88.118.8", made("COIL-1"))))
        .isEqualTo(node.events().capture(Capture.of("88.118.8", made("COIL-1"))));
    assertThat(
            remote
                .events()
                .captureAll(
                    IntStream.range(1, 1000)
                        .mapToObj(i -> Capture.of("88.118.8", made("COIL-" + i)))))
        .hasSize(999)
        .allMatch(Outcome.Written.class::isInstance);
    List<TraceStep> shown = steps(remote.tracer().trace(TraceQuestion.downstream(HEAT)));
    assertThat(names(shown))
        .hasSize(1999)
        .isEqualTo(names(steps(node.tracer().trace(TraceQuestion.downstream(HEAT)))));
    assertThat(shown.get(shown.size() - 1))
        .isInstanceOfSatisfying(
            TraceStep.Summary.class, last -> assertThat(last.items()).isEqualTo(1000));
  }

  @Test
  void refusals_keep_family_reason_and_the_frames_of_the_caller() {
    remote.registrar().assign(Assignment.of(COIL));
    PreconditionException refusal =
        catchThrowableOfType(
            PreconditionException.class, () -> remote.registrar().assign(Assignment.of(COIL)));
    assertThat(refusal.reason()).isEqualTo(ErrorReason.ALREADY_ASSIGNED);
    assertThat(Arrays.stream(refusal.getStackTrace()).map(StackTraceElement::getClassName))
        .contains(RemoteNodeTest.class.getName());

    assertThatThrownBy(() -> remote.registrar().update(Update.of(COIL).expecting(7)))
        .isInstanceOfSatisfying(
            PreconditionException.class,
            e -> assertThat(e.reason()).isEqualTo(ErrorReason.VERSION_MISMATCH));
    assertThatThrownBy(
            () ->
                remote
                    .registrar()
                    .update(Update.of(COIL).expecting(1).value(5, "T", "x".repeat(500_000))))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            e -> assertThat(e.reason()).isEqualTo(ErrorReason.INVALID_RECORD));
    assertThatThrownBy(
            () -> remote.tracer().trace(TraceQuestion.upstream(ItemId.parse("88.118.8/NONE"))))
        .isInstanceOfSatisfying(
            PreconditionException.class,
            e -> assertThat(e.reason()).isEqualTo(ErrorReason.NOT_RECORDED));
  }

  @Test
  void a_node_that_is_gone_is_unreachable() {
    server.close();
    assertThatThrownBy(() -> remote.registrar().assign(Assignment.of(COIL)))
        .isInstanceOfSatisfying(
            NodeException.class, e -> assertThat(e.reason()).isEqualTo(ErrorReason.UNREACHABLE));
    assertThatThrownBy(() -> remote.registrar().retire(COIL, 1, OperationId.NONE))
        .isInstanceOfSatisfying(
            NodeException.class, e -> assertThat(e.reason()).isEqualTo(ErrorReason.UNREACHABLE));
  }

  @Test
  void what_another_key_signed_is_not_believed() {
    remote.registrar().assign(Assignment.of(COIL));
    remote.events().capture(Capture.of("88.118.8", made("COIL-1")));
    try (Node other = Node.open(NodeConfig.inMemory().authorityFor("88.118.8"));
        RemoteNode misled = connectedTo(other.anchors())) {
      assertThatThrownBy(() -> misled.resolver().resolve(COIL))
          .isInstanceOfSatisfying(
              NodeException.class,
              e -> assertThat(e.reason()).isEqualTo(ErrorReason.UPSTREAM_REJECTED));
      assertThatThrownBy(() -> steps(misled.tracer().trace(TraceQuestion.downstream(HEAT))))
          .isInstanceOfSatisfying(
              NodeException.class,
              e -> assertThat(e.reason()).isEqualTo(ErrorReason.UPSTREAM_REJECTED));
    }
  }

  @Test
  void an_answer_ends_with_the_step_that_is_not_believed_and_is_not_taken_up_elsewhere() {
    remote.events().capture(Capture.of("88.118.8", made("COIL-1")));
    TraceQuestion question = TraceQuestion.downstream(HEAT);
    try (Node other = Node.open(NodeConfig.inMemory().authorityFor("88.118.8"));
        RemoteNode misled = connectedTo(other.anchors());
        TraceSteps steps = misled.tracer().trace(question)) {
      assertThatThrownBy(() -> steps.forEachRemaining(step -> {}))
          .isInstanceOf(NodeException.class);
      assertThat(steps.hasNext()).isFalse();
      assertThat(steps.resumeToken()).isEmpty();
    }
    try (TraceSteps own = node.tracer().trace(question)) {
      own.next();
      assertThatThrownBy(() -> remote.tracer().trace(question.resume(own.resumeToken())))
          .isInstanceOfSatisfying(
              InvalidInputException.class, e -> assertThat(e.field()).isEqualTo("resume"));
    }
  }

  private static List<TraceStep> steps(TraceSteps steps) {
    try (Stream<TraceStep> all = steps.stream()) {
      return all.toList();
    }
  }

  /** Items and events, in their order. */
  private static List<String> names(List<TraceStep> steps) {
    return steps.stream()
        .flatMap(
            step ->
                step instanceof TraceStep.Item item
                    ? Stream.of(item.id().toString())
                    : step instanceof TraceStep.Deed deed
                        ? Stream.of(deed.event().value().id().orElseThrow().toString())
                        : Stream.of())
        .toList();
  }

  private IdentifierRecord record() {
    return remote.resolver().resolve(COIL).found().orElseThrow();
  }

  private static Event made(String coil) {
    return Event.at(
        Instant.parse("2026-03-02T08:00:00Z"),
        new Processed(
            "",
            List.of(EventItem.of("88.118.8/HEAT-7")),
            List.of(EventItem.of("88.118.8/" + coil)),
            false));
  }
}
