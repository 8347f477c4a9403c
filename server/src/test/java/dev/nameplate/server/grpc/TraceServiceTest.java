package dev.nameplate.server.grpc;

import static dev.nameplate.server.grpc.Wire.field;
import static dev.nameplate.server.grpc.Wire.refused;
import static dev.nameplate.server.grpc.Wire.withUnknownField;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.assign.Capture;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventCodec;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.Occurrence;
import dev.nameplate.v1.CaptureRequest;
import dev.nameplate.v1.CaptureResponse;
import dev.nameplate.v1.HoleReason;
import dev.nameplate.v1.ListEventsRequest;
import dev.nameplate.v1.ListEventsResponse;
import dev.nameplate.v1.ListedEvent;
import dev.nameplate.v1.RecallRequest;
import dev.nameplate.v1.RecallResponse;
import dev.nameplate.v1.RecallSuspect;
import dev.nameplate.v1.ReconcileRequest;
import dev.nameplate.v1.ReconcileResponse;
import dev.nameplate.v1.TraceDirection;
import dev.nameplate.v1.TraceRequest;
import dev.nameplate.v1.TraceResponse;
import dev.nameplate.v1.TraceServiceGrpc;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceServiceTest {
  private static final Instant DAY = Instant.parse("2026-07-01T00:00:00Z");
  private static final String HEAT = "88.118.8/HEAT-1";

  @TempDir Path directory;
  private ServedNode served;

  @BeforeEach
  void open() {
    served = ServedNode.in(directory.resolve("node"));
  }

  @AfterEach
  void close() {
    served.close();
  }

  @Test
  void receipts_come_in_order_and_a_refused_event_names_its_field_and_leaves_the_others_alone() {
    Received<CaptureRequest, CaptureResponse> receipts = Received.everything();
    TraceServiceGrpc.newStub(served.channel()).capture(receipts);
    receipts.call().onNext(request(made(1, HEAT, "88.118.8/COIL-1")));
    CaptureRequest.Builder negative = request(made(2, HEAT, "88.118.8/COIL-2")).toBuilder();
    negative
        .getEventBuilder()
        .getProcessBuilder()
        .getInputsBuilder(0)
        .setAmount("-1")
        .setUnit("TNE");
    receipts.call().onNext(negative.build());
    receipts.call().onNext(withUnknownField(request(made(2, HEAT, "88.118.8/COIL-2")), 99));
    receipts.call().onNext(request(made(2, HEAT, "88.118.9/COIL-2")));
    receipts.call().onNext(request(made(1, HEAT, "88.118.8/COIL-1")));
    receipts.call().onCompleted();

    List<CaptureResponse> all = receipts.all();

    assertThat(all)
        .extracting(answer -> answer.hasReceipt() ? "receipt" : answer.getError().getReason())
        .containsExactly(
            "receipt", "INVALID_EVENT", "INVALID_ARGUMENT", "NOT_AUTHORITATIVE", "receipt");
    assertThat(all.get(1).getError().getField()).isEqualTo("process.inputs[0].amount");
    assertThat(all.get(3).getError().getMessage()).startsWith("process.outputs[0]: ");
    assertThat(all.get(4).getReceipt().getAlready()).isTrue();
    assertThat(all.get(4).getReceipt().getEventId())
        .isEqualTo(all.get(0).getReceipt().getEventId());
    assertThat(served.node.head().statements()).isEqualTo(1);
  }

  @Test
  void a_trace_begins_and_ends_with_a_summary_and_is_the_same_again() {
    chain(3);

    List<TraceResponse> steps = trace(question(HEAT));

    assertThat(steps).hasSize(2 + 4 + 3);
    assertThat(steps.get(0).getSummary().getLast()).isFalse();
    assertThat(steps.get(8).getSummary().getLast()).isTrue();
    assertThat(steps.get(8).getSummary().getItems()).isEqualTo(4);
    assertThat(trace(question(HEAT))).isEqualTo(steps);
  }

  @Test
  void who_reads_slowly_is_sent_no_more_than_was_asked_for_and_may_go_away() {
    chain(50);
    Received<TraceRequest, TraceResponse> reader = Received.nothingYet();
    TraceServiceGrpc.newStub(served.channel()).trace(question(HEAT), reader);

    reader.read(5);
    assertThat(reader.soFar()).hasSize(5);
    reader.read(2);
    assertThat(reader.soFar()).hasSize(7);

    reader.call().cancel("seen enough", null);
    assertThatThrownBy(reader::all).hasRootCauseInstanceOf(StatusRuntimeException.class);
    assertThat(reader.soFar()).hasSize(7);
  }

  @Test
  void an_interrupted_trace_is_taken_up_behind_the_last_step() {
    chain(5);
    List<TraceResponse> whole = trace(question(HEAT));
    TraceResponse at =
        whole.stream()
            .filter(step -> !step.getResumeToken().isEmpty())
            .skip(3)
            .findFirst()
            .orElseThrow();
    made(99, HEAT, "88.118.8/LATER");

    List<TraceResponse> rest =
        trace(question(HEAT).toBuilder().setResumeToken(at.getResumeToken()).build());

    assertThat(rest.subList(1, rest.size()))
        .isEqualTo(whole.subList(whole.indexOf(at) + 1, whole.size()));
  }

  @Test
  void an_event_that_not_everyone_may_read_is_a_hole_for_the_public_and_is_in_no_list_by_content() {
    served
        .node
        .events()
        .capture(Capture.of("88.118.8", made(1, HEAT, "88.118.8/COIL-1")).asRestricted());

    refused(
        () -> trace(question("88.118.8/COIL-1")), Status.Code.NOT_FOUND, ErrorReason.NOT_RECORDED);
    capture(
        Event.at(
            DAY, new Occurrence.Observed(List.of(EventItem.of("88.118.8/COIL-1")), List.of())));

    List<TraceResponse> steps =
        trace(
            question("88.118.8/COIL-1").toBuilder()
                .setDirection(TraceDirection.TRACE_DIRECTION_UPSTREAM)
                .build());

    assertThat(steps)
        .filteredOn(TraceResponse::hasHole)
        .extracting(step -> step.getHole().getReason())
        .containsExactly(HoleReason.HOLE_REASON_NO_ACCESS);
    assertThat(steps.toString()).doesNotContain("HEAT");
    assertThat(list(ListEventsRequest.newBuilder().setItem(HEAT)).getEventsList()).isEmpty();
    ListedEvent listed = list(ListEventsRequest.newBuilder()).getEvents(0);
    assertThat(listed.getStatement().getDisclosuresList()).isEmpty();
    assertThat(listed.getStatement().toString()).doesNotContain("HEAT");
  }

  @Test
  void an_item_that_only_restricted_events_name_is_no_lot_and_no_suspect_to_the_public() {
    served
        .node
        .events()
        .capture(Capture.of("88.118.8", made(1, HEAT, "88.118.8/COIL-1")).asRestricted());

    for (String item : List.of(HEAT, "88.118.8/NEVER")) {
      refused(
          () ->
              stub()
                  .reconcile(ReconcileRequest.newBuilder().setItem(item).setYields(true).build())
                  .forEachRemaining(step -> {}),
          Status.Code.NOT_FOUND,
          ErrorReason.NOT_RECORDED);
      refused(
          () ->
              stub()
                  .recall(
                      RecallRequest.newBuilder()
                          .addSuspects(RecallSuspect.newBuilder().setItem(item))
                          .build())
                  .forEachRemaining(step -> {}),
          Status.Code.NOT_FOUND,
          ErrorReason.NOT_RECORDED);
    }
  }

  @Test
  void pages_of_events_go_on_where_they_ended_whatever_is_captured_in_between() {
    for (int i = 1; i <= 5; i++) {
      capture(made(i, HEAT, "88.118.8/COIL-" + i));
    }
    List<Long> positions = new ArrayList<>();
    String token = "";
    do {
      ListEventsResponse page =
          list(ListEventsRequest.newBuilder().setItem(HEAT).setPageSize(2).setPageToken(token));
      page.getEventsList().forEach(event -> positions.add(event.getPosition()));
      token = page.getNextPageToken();
      capture(made(0, HEAT, "88.118.8/EARLIER-" + positions.size()));
    } while (!token.isEmpty());

    assertThat(positions).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(
            list(ListEventsRequest.newBuilder().setItem(HEAT).addKinds("observe")).getEventsList())
        .isEmpty();
  }

  @Test
  void a_lot_is_balanced_and_recalled_over_the_wire() {
    capture(Event.at(DAY, new Occurrence.Created(List.of(EventItem.of(HEAT, "10", "TNE")))));
    capture(
        Event.at(
            DAY.plusSeconds(60),
            new Occurrence.Processed(
                List.of(EventItem.of(HEAT, "12", "TNE")),
                List.of(EventItem.of("88.118.8/COIL-1", "9.50", "TNE")))));

    List<ReconcileResponse> balance = new ArrayList<>();
    stub()
        .reconcile(ReconcileRequest.newBuilder().setItem(HEAT).setYields(true).build())
        .forEachRemaining(balance::add);
    List<RecallResponse> recall = new ArrayList<>();
    stub()
        .recall(
            RecallRequest.newBuilder()
                .addSuspects(RecallSuspect.newBuilder().setItem(HEAT))
                .build())
        .forEachRemaining(recall::add);

    assertThat(balance.get(0).getBalance().getAccounts(0).getOnHand()).isEqualTo("-2");
    assertThat(balance.get(0).getBalance().getFindingCount()).isPositive();
    assertThat(balance.get(1).getYield().getPercent()).isEqualTo("79.17");
    assertThat(recall).hasSize(4);
    assertThat(recall.get(0).getSummary().getCertain()).isEqualTo(2);
    assertThat(recall.get(3).getSummary().getLast()).isTrue();
  }

  @Test
  void what_cannot_be_asked_is_refused_with_the_field() {
    StatusRuntimeException direction =
        refused(
            () -> trace(TraceRequest.newBuilder().setItem(HEAT).build()),
            Status.Code.INVALID_ARGUMENT,
            ErrorReason.INVALID_ARGUMENT);
    assertThat(field(direction)).isEqualTo("direction");
    refused(
        () -> trace(question("88.118.8/NOBODY-NAMED-IT")),
        Status.Code.NOT_FOUND,
        ErrorReason.NOT_RECORDED);
    refused(
        () -> trace(withUnknownField(question(HEAT), 77)),
        Status.Code.INVALID_ARGUMENT,
        ErrorReason.INVALID_ARGUMENT);
    StatusRuntimeException token =
        refused(
            () -> list(ListEventsRequest.newBuilder().setPageToken("x")),
            Status.Code.INVALID_ARGUMENT,
            ErrorReason.INVALID_ARGUMENT);
    assertThat(field(token)).isEqualTo("page_token");
  }

  /** HEAT-1 -> STEP-1 -> STEP-2 ... */
  private void chain(int length) {
    String from = HEAT;
    for (int i = 1; i <= length; i++) {
      capture(made(i, from, "88.118.8/STEP-" + i));
      from = "88.118.8/STEP-" + i;
    }
  }

  private static Event made(int hour, String input, String output) {
    return Event.at(
        DAY.plusSeconds(3600L * hour),
        new Occurrence.Processed(List.of(EventItem.of(input)), List.of(EventItem.of(output))));
  }

  private void capture(Event event) {
    served.node.events().capture(Capture.of("88.118.8", event));
  }

  private static CaptureRequest request(Event event) {
    return CaptureRequest.newBuilder().setEvent(EventCodec.toProto(event)).build();
  }

  private static TraceRequest question(String item) {
    return TraceRequest.newBuilder()
        .setItem(item)
        .setDirection(TraceDirection.TRACE_DIRECTION_DOWNSTREAM)
        .build();
  }

  private List<TraceResponse> trace(TraceRequest request) {
    List<TraceResponse> steps = new ArrayList<>();
    stub().trace(request).forEachRemaining(steps::add);
    return steps;
  }

  private ListEventsResponse list(ListEventsRequest.Builder request) {
    return stub().listEvents(request.build());
  }

  private TraceServiceGrpc.TraceServiceBlockingStub stub() {
    return TraceServiceGrpc.newBlockingStub(served.channel());
  }
}
