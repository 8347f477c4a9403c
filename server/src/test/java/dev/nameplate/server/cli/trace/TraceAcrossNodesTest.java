package dev.nameplate.server.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.server.NodeServer;
import dev.nameplate.server.cli.Run;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.v1.TraceDirection;
import dev.nameplate.v1.TraceEvent;
import dev.nameplate.v1.TraceRequest;
import dev.nameplate.v1.TraceResponse;
import dev.nameplate.v1.TraceRole;
import dev.nameplate.v1.TraceServiceGrpc;
import dev.nameplate.v1.TraceSummary;
import dev.nameplate.v1.TraceTotal;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A panel made of another company's coil: traced from node to node, by who believes 88 alone. */
class TraceAcrossNodesTest extends CompaniesTest {
  @Test
  void a_panel_is_followed_to_the_heat_at_the_other_node_and_every_event_is_verified() {
    Run run = trace("up", "88.118.9/PANEL-1", maker);

    assertThat(items(run))
        .containsExactly("88.118.9/PANEL-1", "88.118.8/COIL-1", "88.118.8/HEAT-1");
    assertThat(run.jsonLines())
        .filteredOn(step -> !step.path("kind").asText().equals("hole"))
        .allMatch(step -> step.path("verified").asBoolean());
    assertThat(events(run))
        .extracting(step -> step.path("recorder").asText())
        .containsExactly("88.118.9", "88.118.8");
    assertThat(run.jsonLines())
        .extracting(step -> step.path("depth").asInt())
        .containsExactly(0, 1, 1, 2, 2, 2);
  }

  @Test
  void a_heat_is_followed_to_the_panels_at_the_node_that_got_the_coil() {
    Run run = trace("down", "88.118.8/HEAT-1", mill);

    assertThat(items(run))
        .containsExactlyInAnyOrder(
            "88.118.8/HEAT-1",
            "88.118.8/COIL-1",
            "88.118.8/COIL-2",
            "88.118.9/PANEL-1",
            "88.118.9/PANEL-2");
  }

  @Test
  void a_dead_node_is_a_hole_that_names_the_item_asked_for_and_nothing_else() {
    mill.close();

    Run run = trace("up", "88.118.9/PANEL-1", maker);

    assertThat(items(run)).containsExactly("88.118.9/PANEL-1", "88.118.8/COIL-1");
    assertThat(holes(run)).containsExactly("peer-unreachable 88.118.8/COIL-1");
    assertThat(run.out()).doesNotContain("HEAT");
  }

  @Test
  void a_node_that_refuses_is_a_hole() throws IOException {
    mill.close();

    try (Impostor any = Impostor.on(millPort, List.of())) {
      Run run = trace("up", "88.118.9/PANEL-1", maker);

      assertThat(any.server().isShutdown()).isFalse();
      assertThat(holes(run)).containsExactly("peer-refused 88.118.8/COIL-1");
    }
  }

  @Test
  void a_tampered_event_is_a_hole_and_nothing_of_the_answer_is_shown() throws IOException {
    TraceResponse event = event(mill, 0);
    mill.close();
    TraceResponse.Builder forged = event.toBuilder();
    byte[] body = forged.getEvent().getStatement().getBody().toByteArray();
    body[body.length - 1] ^= 1;
    forged.getEventBuilder().getStatementBuilder().setBody(ByteString.copyFrom(body));

    try (Impostor any = Impostor.on(millPort, List.of(forged.build()))) {
      Run run = trace("up", "88.118.9/PANEL-1", maker);

      assertThat(any.server().isShutdown()).isFalse();
      assertThat(holes(run)).containsExactly("not-believed 88.118.8/COIL-1");
      assertThat(events(run)).hasSize(1);
    }
  }

  @Test
  void a_genuine_event_that_does_not_belong_there_makes_no_false_ancestor() throws IOException {
    process(mill, 1, "88.118.8/HEAT-9", "88.118.8/COIL-9");
    TraceResponse other = event(mill, 2);
    mill.close();

    try (Impostor any = Impostor.on(millPort, List.of(other))) {
      Run run = trace("up", "88.118.9/PANEL-1", maker);

      assertThat(any.server().isShutdown()).isFalse();
      assertThat(items(run)).containsExactly("88.118.9/PANEL-1", "88.118.8/COIL-1");
      assertThat(holes(run)).containsExactly("not-believed 88.118.8/COIL-1");
    }
  }

  @Test
  void a_node_that_does_not_answer_in_time_is_a_hole() throws IOException {
    mill.close();

    try (ServerSocket silent = new ServerSocket(millPort, 50, InetAddress.getLoopbackAddress())) {
      Run run = trace("up", "88.118.9/PANEL-1", maker);

      assertThat(silent.isBound()).isTrue();
      assertThat(holes(run)).containsExactly("peer-unreachable 88.118.8/COIL-1");
    }
  }

  /** The event at a position of a node's log, as a step of a trace. */
  private static TraceResponse event(NodeServer at, long position) {
    try (StatementReader.Cursor log = at.node().statements().fromPosition(position)) {
      return TraceResponse.newBuilder()
          .setEvent(
              TraceEvent.newBuilder()
                  .setDepth(1)
                  .setRole(TraceRole.TRACE_ROLE_LINEAGE)
                  .setStatement(log.next().statement().toProto()))
          .build();
    }
  }

  @Test
  void goods_that_are_given_back_do_not_send_the_question_round_in_circles() {
    transfer(maker, 5, "88.118.8/COIL-1", "88.118.9", "88.118.8", Side.GIVEN);
    transfer(mill, 6, "88.118.8/COIL-1", "88.118.9", "88.118.8", Side.RECEIVED);

    Run run = trace("down", "88.118.8/HEAT-1", mill);

    assertThat(holes(run)).isEmpty();
    assertThat(items(run)).doesNotHaveDuplicates().hasSize(5);
    assertThat(events(run)).hasSize(2);
  }

  @Test
  void asked_at_another_node_a_trace_shows_what_the_items_own_node_shows() throws IOException {
    process(mill, 1, "88.118.8/COIL-1", "88.118.8/SAMPLE-1");

    Run there = trace("down", "88.118.8/COIL-1", maker);

    assertThat(items(there))
        .containsExactlyInAnyOrderElementsOf(items(trace("down", "88.118.8/COIL-1", mill)))
        .contains("88.118.8/SAMPLE-1", "88.118.9/PANEL-1");
    assertThat(holes(there)).isEmpty();
    assertThat(items(trace("down", "88.118.8/COIL-1", trader())))
        .containsExactlyInAnyOrderElementsOf(items(there));
  }

  @Test
  void asked_at_another_node_without_recursion_there_is_a_hole() {
    process(mill, 1, "88.118.8/COIL-1", "88.118.8/SAMPLE-1");

    assertThat(holes(alone("down", "88.118.8/COIL-1", maker)))
        .containsExactly("foreign 88.118.8/COIL-1");
  }

  @Test
  void a_lot_that_no_node_is_the_authority_of_is_asked_for_where_it_came_from() {
    String lot = "https://id.gs1.org/01/06901234000016/10/LOT7";
    process(mill, 1, lot, "88.118.8/SAMPLE-2");
    transfer(mill, 2, lot, "88.118.8", "88.118.9", Side.GIVEN);
    transfer(maker, 3, lot, "88.118.8", "88.118.9", Side.RECEIVED);
    process(maker, 4, lot, "88.118.9/BOX-1");

    assertThat(items(trace("down", lot, maker)))
        .containsExactlyInAnyOrder(lot, "88.118.8/SAMPLE-2", "88.118.9/BOX-1");
    assertThat(items(trace("down", lot, mill)))
        .containsExactlyInAnyOrder(lot, "88.118.8/SAMPLE-2", "88.118.9/BOX-1");
  }

  @Test
  void a_chain_that_goes_there_and_back_twice_is_believed_and_told_once() throws IOException {
    thereAndBackTwice();

    for (NodeServer at : List.of(mill, maker, trader())) {
      Run down = trace("down", "88.118.8/HEAT-1", at);
      assertThat(holes(down)).isEmpty();
      assertThat(items(down)).doesNotHaveDuplicates().hasSize(9).contains("88.118.9/CUT-2");
      assertThat(events(down)).hasSize(6);
      Run up = trace("up", "88.118.9/CUT-2", at);
      assertThat(items(up)).doesNotHaveDuplicates().contains("88.118.8/HEAT-1");
      assertThat(holes(up)).containsExactly("unknown-origin 88.118.8/HEAT-1");
    }
  }

  private void thereAndBackTwice() {
    given("88.118.9/PANEL-1", maker, mill, 5);
    process(mill, 6, "88.118.9/PANEL-1", "88.118.8/PAINTED-1");
    given("88.118.8/PAINTED-1", mill, maker, 7);
    process(maker, 8, "88.118.8/PAINTED-1", "88.118.9/CUT-1");
    given("88.118.9/CUT-1", maker, mill, 9);
    process(mill, 10, "88.118.9/CUT-1", "88.118.8/PAINTED-2");
    given("88.118.8/PAINTED-2", mill, maker, 11);
    process(maker, 12, "88.118.8/PAINTED-2", "88.118.9/CUT-2");
  }

  @Test
  void the_totals_of_a_recursive_answer_hold_what_other_nodes_made() throws IOException {
    record(
        maker,
        4,
        new Occurrence.Processed(
            List.of(EventItem.of("88.118.8/COIL-1")),
            List.of(EventItem.of("88.118.9/SHEET-1", "2.5", "TNE"))));

    List<TraceTotal> there = totals("88.118.8/HEAT-1", mill);

    assertThat(there)
        .extracting(total -> total.getParty() + " " + total.getAmount() + " " + total.getItems())
        .containsExactly("88.118.8  2", "88.118.9  2", "88.118.9 2.5 1");
    assertThat(totals("88.118.8/HEAT-1", trader())).isEqualTo(there);
  }

  private static List<TraceTotal> totals(String item, NodeServer at) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(at.host(), at.port()).usePlaintext().build();
    try {
      List<TraceSummary> summaries = new ArrayList<>();
      TraceServiceGrpc.newBlockingStub(channel)
          .trace(
              TraceRequest.newBuilder()
                  .setItem(item)
                  .setDirection(TraceDirection.TRACE_DIRECTION_DOWNSTREAM)
                  .setRecursive(true)
                  .build())
          .forEachRemaining(
              step -> {
                if (step.hasSummary()) {
                  summaries.add(step.getSummary());
                }
              });
      assertThat(summaries).hasSize(2);
      return summaries.get(1).getTotalsList();
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void both_halves_of_a_transfer_at_two_nodes_agree_or_differ() {
    assertThat(transfers(trace("down", "88.118.8/HEAT-1", mill, "--history")))
        .containsExactly("elsewhere", "agrees");
    assertThat(transfers(trace("up", "88.118.9/PANEL-1", maker, "--history")))
        .containsExactly("elsewhere", "agrees");
    assertThat(transfers(alone("up", "88.118.9/PANEL-1", maker, "--history")))
        .containsExactly("elsewhere");

    transfer(mill, 5, "88.118.8/COIL-2", "88.118.8", "88.118.9", Side.GIVEN);
    transfer(maker, 6, "88.118.8/COIL-2", "88.118.7", "88.118.9", Side.RECEIVED);

    assertThat(transfers(trace("down", "88.118.8/COIL-2", mill, "--history")))
        .containsExactly("elsewhere", "disagrees");
  }

  private static List<String> transfers(Run run) {
    return events(run).stream()
        .map(step -> step.path("transfer").asText())
        .filter(found -> !found.equals("none"))
        .toList();
  }

  @Test
  void a_hole_at_an_item_is_told_once_however_many_ways_lead_to_it() throws IOException {
    for (int i = 0; i < 3; i++) {
      allot("88.118.7" + i, SignatureSuite.ED25519_SHA256, freePort()); // nobody listens there
      transfer(mill, 5 + i, "88.118.8/COIL-2", "88.118.8", "88.118.7" + i, Side.GIVEN);
    }

    assertThat(holes(alone("down", "88.118.8/COIL-2", mill)))
        .containsExactly("foreign 88.118.8/COIL-2");
    assertThat(holes(trace("down", "88.118.8/COIL-2", mill)))
        .containsExactly("peer-unreachable 88.118.8/COIL-2");

    thereAndBackTwice();
    for (String item : List.of("88.118.9/PANEL-1", "88.118.8/PAINTED-1", "88.118.9/CUT-1")) {
      transfer(mill, 30, item, "88.118.8", "88.118.70", Side.GIVEN);
      transfer(maker, 30, item, "88.118.9", "88.118.70", Side.GIVEN);
    }
    for (NodeServer at : List.of(mill, maker, trader())) {
      assertThat(holes(trace("down", "88.118.8/HEAT-1", at)))
          .containsExactlyInAnyOrder(
              "peer-unreachable 88.118.8/COIL-2",
              "peer-unreachable 88.118.9/PANEL-1",
              "peer-unreachable 88.118.8/PAINTED-1",
              "peer-unreachable 88.118.9/CUT-1");
    }
  }

  @Test
  void what_nobody_recorded_the_origin_of_is_a_hole_also_if_who_asks_gave_it() throws IOException {
    transfer(maker, 3, "88.118.8/STRAY", "88.118.8", "88.118.9", Side.RECEIVED);
    process(maker, 4, "88.118.8/STRAY", "88.118.9/PANEL-9");
    given("88.118.9/PANEL-9", maker, mill, 5);
    process(mill, 6, "88.118.9/PANEL-9", "88.118.8/CAR-9");

    for (NodeServer at : List.of(mill, maker, trader())) {
      Run run = trace("up", "88.118.8/CAR-9", at);
      assertThat(items(run)).contains("88.118.8/STRAY");
      assertThat(holes(run)).containsExactly("unknown-origin 88.118.8/STRAY");
    }
  }

  @Test
  void parts_are_followed_to_the_node_that_made_them_and_to_the_one_that_installed_them() {
    record(
        maker,
        4,
        new Occurrence.Contained(
            Optional.of(ItemId.parse("88.118.9/CAR-1")),
            List.of(EventItem.of("88.118.8/COIL-2")),
            Occurrence.Change.ENTER,
            Occurrence.Bond.INSTALLED));
    transfer(mill, 2, "88.118.8/COIL-2", "88.118.8", "88.118.9", Side.GIVEN);

    assertThat(items(trace("up", "88.118.9/CAR-1", maker, "--parts")))
        .containsExactly("88.118.9/CAR-1", "88.118.8/COIL-2", "88.118.8/HEAT-1");
    assertThat(items(trace("down", "88.118.8/HEAT-1", mill, "--parts")))
        .contains("88.118.8/COIL-2", "88.118.9/CAR-1");
    assertThat(items(trace("down", "88.118.8/HEAT-1", mill))).doesNotContain("88.118.9/CAR-1");
  }

  @Test
  void without_recursion_the_other_node_is_not_asked_and_the_hole_says_so() {
    Run run = alone("up", "88.118.9/PANEL-1", maker);

    assertThat(holes(run)).containsExactly("foreign 88.118.8/COIL-1");
  }

  private Run trace(String way, String item, NodeServer at, String... options) {
    return alone(way, item, at, Stream.concat(Stream.of("--recursive"), Stream.of(options)));
  }

  private Run alone(String way, String item, NodeServer at, String... options) {
    return alone(way, item, at, Stream.of(options));
  }

  private Run alone(String way, String item, NodeServer at, Stream<String> options) {
    return Run.of(
            Stream.concat(
                    Stream.of(
                        "trace", way, item, "--node", endpoint(at), "--anchor", root, "--json"),
                    options)
                .toArray())
        .ok();
  }

  private static List<String> items(Run run) {
    return run.jsonLines().stream()
        .filter(step -> step.path("kind").asText().equals("item"))
        .map(step -> step.path("identifier").asText())
        .toList();
  }

  private static List<JsonNode> events(Run run) {
    return run.jsonLines().stream()
        .filter(step -> step.path("kind").asText().equals("event"))
        .toList();
  }

  private static List<String> holes(Run run) {
    return run.jsonLines().stream()
        .filter(step -> step.path("kind").asText().equals("hole"))
        .map(step -> step.path("reason").asText() + " " + step.path("identifier").asText())
        .toList();
  }
}
