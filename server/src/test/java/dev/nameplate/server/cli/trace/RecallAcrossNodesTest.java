package dev.nameplate.server.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.nameplate.assign.Capture;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.server.NodeServer;
import dev.nameplate.server.cli.Run;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.recall.RecallQuestion;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.RecallSteps;
import dev.nameplate.trace.recall.Suspect;
import dev.nameplate.v1.EvidenceRequest;
import dev.nameplate.v1.TraceResponse;
import dev.nameplate.v1.TraceServiceGrpc;
import dev.nameplate.v1.TraceSummary;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A heat whose coils went to another company: recalled at all of them, by any of them. */
class RecallAcrossNodesTest extends CompaniesTest {
  @Test
  void the_panels_of_the_other_company_are_found_whoever_is_asked() throws IOException {
    transfer(maker, 5, "88.118.9/PANEL-1", "88.118.9", "a building site", Side.GIVEN);

    Run there = recall(mill, "88.118.8/HEAT-1");

    assertThat(held(there))
        .containsExactlyInAnyOrder(
            "88.118.8/HEAT-1 88.118.8",
            "88.118.8/COIL-1 88.118.9",
            "88.118.8/COIL-2 88.118.8",
            "88.118.9/PANEL-1 a building site",
            "88.118.9/PANEL-2 88.118.9");
    assertThat(asked(there)).containsExactly("88.118.8 []", "88.118.9 []");
    assertThat(holes(there)).isEmpty();
    assertThat(held(recall(maker, "88.118.8/HEAT-1")))
        .containsExactlyInAnyOrderElementsOf(held(there));
    Run trader = recall(trader(), "88.118.8/HEAT-1");
    assertThat(held(trader)).containsExactlyInAnyOrderElementsOf(held(there));
    assertThat(asked(trader)).containsExactly("88.118.6 []", "88.118.8 []", "88.118.9 []");
  }

  @Test
  void people_read_who_was_asked_and_who_holds_what() {
    Run run = Run.of("recall", "88.118.8/HEAT-1", "--node", endpoint(mill), "--recursive").ok();

    assertThat(run.out())
        .contains("held by 88.118.9\n", "88.118.9/PANEL-1", "nodes asked\n")
        .containsPattern("  88\\.118\\.9  2 events, as of position 2\n");
  }

  @Test
  void a_node_that_does_not_answer_is_named_and_the_rest_is_not_called_complete()
      throws IOException {
    maker.close();

    try (ServerSocket silent =
        new ServerSocket(maker.port(), 50, InetAddress.getLoopbackAddress())) {
      assertThat(silent.isBound()).isTrue();
      Run run = recall(mill, "88.118.8/HEAT-1");

      assertThat(held(run)).hasSize(3).contains("88.118.8/COIL-1 88.118.9");
      assertThat(asked(run)).containsExactly("88.118.8 []", "88.118.9 [peer-unreachable]");
      assertThat(holes(run)).containsExactly("peer-unreachable null");
      assertThat(run.err()).contains("\"complete\":false");
    }
  }

  @Test
  void an_item_that_only_a_silent_node_may_know_is_not_called_unknown() {
    maker.close();

    Run.of("recall", "88.118.9/PANEL-1", "--node", endpoint(mill), "--recursive")
        .failed(1, "88.118.9/PANEL-1", "expected: an answer of 88.118.9");
  }

  @Test
  void companies_that_deliver_to_one_another_in_a_circle_are_asked_once_about_each_thing() {
    given("88.118.9/PANEL-1", maker, mill, 5);
    process(mill, 6, "88.118.9/PANEL-1", "88.118.8/PAINTED-1");
    given("88.118.8/PAINTED-1", mill, maker, 7);
    process(maker, 8, "88.118.8/PAINTED-1", "88.118.9/CUT-1");

    for (NodeServer at : List.of(mill, maker)) {
      Run run = recall(at, "88.118.8/HEAT-1");
      assertThat(held(run)).contains("88.118.9/CUT-1 88.118.9").hasSize(7);
      assertThat(holes(run)).isEmpty();
    }
  }

  @Test
  void amounts_that_differ_across_a_border_are_labelled() {
    record(
        mill,
        5,
        new Occurrence.Transferred(
            List.of(EventItem.of("88.118.8/HEAT-1", "40", "TNE")),
            "88.118.8",
            "88.118.9",
            Side.GIVEN,
            List.of()));
    record(
        maker,
        6,
        new Occurrence.Transferred(
            List.of(EventItem.of("88.118.8/HEAT-1", "38", "TNE")),
            "88.118.8",
            "88.118.9",
            Side.RECEIVED,
            List.of()));

    Run run = recall(mill, "88.118.8/HEAT-1");

    assertThat(ofKind(run, "difference"))
        .extracting(step -> step.path("given").asText() + " " + step.path("received").asText())
        .containsExactly("40 38");
    assertThat(run.err()).contains("\"complete\":false");
    assertThat(
            Run.of("recall", "88.118.8/HEAT-1", "--node", endpoint(mill), "--recursive").ok().out())
        .contains(
            "amounts differ: of 88.118.8/HEAT-1, 88.118.8 gave 40 TNE to 88.118.9, which received"
                + " 38 TNE");
  }

  @Test
  void what_another_node_hides_is_a_gap_that_names_no_party() {
    restricted(
        maker,
        new Occurrence.Processed(
            List.of(EventItem.of("88.118.9/PANEL-2")), List.of(EventItem.of("88.118.9/SECRET-1"))));

    Run run = recall(mill, "88.118.8/HEAT-1");

    assertThat(run.out()).doesNotContain("SECRET");
    assertThat(holes(run)).containsExactly("no-access null");
    assertThat(held(recall(maker, "88.118.8/HEAT-1"))).hasSize(5);
  }

  @Test
  void a_tampered_event_is_not_believed() throws IOException {
    List<TraceResponse> honest = evidence(maker, "88.118.8/COIL-1");
    maker.close();
    TraceResponse.Builder forged =
        honest.stream().filter(TraceResponse::hasEvent).findFirst().orElseThrow().toBuilder();
    byte[] body = forged.getEvent().getStatement().getBody().toByteArray();
    body[body.length - 1] ^= 1;
    forged.getEventBuilder().getStatementBuilder().setBody(ByteString.copyFrom(body));

    try (Impostor any = Impostor.on(maker.port(), List.of(forged.build()))) {
      assertThat(any.server().isShutdown()).isFalse();
      assertThat(asked(recall(mill, "88.118.8/HEAT-1")))
          .containsExactly("88.118.8 []", "88.118.9 [not-believed]");
    }
  }

  @Test
  void an_answer_that_breaks_off_is_not_taken_for_all() throws IOException {
    List<TraceResponse> honest = evidence(maker, "88.118.8/COIL-1");
    maker.close();

    try (Impostor any = Impostor.on(maker.port(), honest.subList(0, honest.size() - 1))) {
      assertThat(any.server().isShutdown()).isFalse();
      Run run = recall(mill, "88.118.8/HEAT-1");
      assertThat(held(run)).contains("88.118.9/PANEL-1 88.118.9");
      assertThat(asked(run)).containsExactly("88.118.8 []", "88.118.9 [peer-unreachable]");
    }
  }

  @Test
  void events_of_another_company_prove_nothing_for_it() throws IOException {
    process(mill, 5, "88.118.8/HEAT-9", "88.118.8/COIL-9");
    List<TraceResponse> others = new ArrayList<>(evidence(mill, "88.118.8/HEAT-9"));
    maker.close();

    try (Impostor any = Impostor.on(maker.port(), others)) {
      assertThat(any.server().isShutdown()).isFalse();
      assertThat(held(recall(mill, "88.118.8/HEAT-1"))).hasSize(3);
    }
  }

  @Test
  void names_that_only_restricted_events_have_are_told_to_no_other_node() throws IOException {
    restricted(mill, new Occurrence.Processed(items("COIL-2"), items("SECRET-1")));
    restricted(
        mill,
        new Occurrence.Contained(
            Optional.of(ItemId.parse("88.118.8/CRATE-1")),
            items("SECRET-1"),
            Occurrence.Change.ENTER,
            Occurrence.Bond.PACKED));
    transfer(mill, 12, "88.118.8/CRATE-1", "88.118.8", "88.118.9", Side.GIVEN);
    maker.close();

    List<TraceResponse> nothing =
        List.of(
            TraceResponse.newBuilder()
                .setSummary(TraceSummary.newBuilder().setLast(true).setComplete(true))
                .build());
    try (Impostor spy = Impostor.on(maker.port(), nothing)) {
      List<RecallStep> steps = byTheOperator(question());

      assertThat(steps.toString()).contains("88.118.8/SECRET-1");
      assertThat(spy.asked()).isNotEmpty();
      assertThat(spy.asked().toString()).contains("COIL-1").doesNotContain("SECRET");
    }
  }

  @Test
  void events_that_a_node_adds_after_the_moment_asked_about_are_not_believed() throws IOException {
    Instant then = Instant.ofEpochMilli(mill.node().head().timeMillis());
    List<TraceResponse> later = evidence(maker, "88.118.8/COIL-1");
    maker.close();

    try (Impostor liar = Impostor.on(maker.port(), later)) {
      List<RecallStep> steps = byTheOperator(question().asOf(new AsOf.Time(then)));

      assertThat(liar.asked()).isNotEmpty();
      assertThat(steps.toString()).doesNotContain("PANEL");
      assertThat(steps)
          .filteredOn(RecallStep.Witness.class::isInstance)
          .extracting(step -> ((RecallStep.Witness) step).gaps())
          .containsExactly(Set.of(), Set.of(TraceStep.Reason.NOT_BELIEVED));
    }
  }

  private static RecallQuestion question() {
    return RecallQuestion.of(List.of(Suspect.of(ItemId.parse("88.118.8/HEAT-1")))).recursive(true);
  }

  private List<RecallStep> byTheOperator(RecallQuestion question) {
    List<RecallStep> all = new ArrayList<>();
    try (RecallSteps steps = mill.node().recall().recall(question)) {
      steps.forEachRemaining(all::add);
    }
    return all;
  }

  private static List<EventItem> items(String name) {
    return List.of(EventItem.of("88.118.8/" + name));
  }

  private static void restricted(NodeServer at, Occurrence occurrence) {
    at.node()
        .events()
        .capture(
            Capture.of(
                    at.node().anchor().prefixes().get(0),
                    Event.at(Instant.parse("2026-07-09T00:00:00Z"), occurrence))
                .asRestricted());
  }

  @Test
  void a_node_that_asks_no_others_refuses() {
    Run.of("recall", "88.118.8/HEAT-1", "--node", endpoint(county), "--recursive")
        .failed(2, "recursive", "asks no other nodes");
    Run.of("recall", "88.118.8/X", "--node", endpoint(mill), "--recursive", "--format", "dot")
        .failed(2, "--recursive", "none with --format");
  }

  private static List<TraceResponse> evidence(NodeServer at, String item) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(at.host(), at.port()).usePlaintext().build();
    try {
      List<TraceResponse> steps = new ArrayList<>();
      TraceServiceGrpc.newBlockingStub(channel)
          .evidence(EvidenceRequest.newBuilder().addItems(item).build())
          .forEachRemaining(steps::add);
      return steps;
    } finally {
      channel.shutdownNow();
    }
  }

  private static Run recall(NodeServer at, String item) {
    return Run.of("recall", item, "--node", endpoint(at), "--recursive", "--json").ok();
  }

  private static List<JsonNode> ofKind(Run run, String kind) {
    return run.jsonLines().stream()
        .filter(step -> step.path("kind").asText().equals(kind))
        .toList();
  }

  private static List<String> held(Run run) {
    return ofKind(run, "item").stream()
        .map(step -> step.path("identifier").asText() + " " + step.path("holder").asText())
        .toList();
  }

  private static List<String> asked(Run run) {
    return ofKind(run, "node").stream()
        .map(
            step ->
                step.path("authority").asText()
                    + " "
                    + step.path("gaps").toString().replace("\"", ""))
        .toList();
  }

  private static List<String> holes(Run run) {
    return ofKind(run, "hole").stream()
        .map(step -> step.path("reason").asText() + " " + step.path("identifier").asText())
        .toList();
  }
}
