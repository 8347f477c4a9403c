package dev.nameplate.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nameplate.assign.Capture;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventCodec;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.v1.AssignRequest;
import dev.nameplate.v1.CaptureRequest;
import dev.nameplate.v1.CaptureResponse;
import dev.nameplate.v1.ListIdentifiersRequest;
import dev.nameplate.v1.ListVersionsRequest;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.RecallRequest;
import dev.nameplate.v1.RecallSuspect;
import dev.nameplate.v1.ReconcileRequest;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.v1.TraceDirection;
import dev.nameplate.v1.TraceRequest;
import dev.nameplate.v1.TraceServiceGrpc;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LookAlikeNamesServiceTest {
  private static final String COIL = "88.118.8/COIL-9";

  @TempDir private Path directory;
  private ServedNode served;

  @BeforeEach
  void serve() {
    served = ServedNode.in(directory.resolve("node"));
  }

  @AfterEach
  void close() {
    served.close();
  }

  private TraceServiceGrpc.TraceServiceBlockingStub lineage() {
    return TraceServiceGrpc.newBlockingStub(served.channel());
  }

  @Test
  void a_new_name_that_looks_like_another_is_refused() {
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(
            () ->
                served
                    .registration()
                    .assign(AssignRequest.newBuilder().setIdentifier(COIL + "\u200b").build()))
        .satisfies(
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
              assertThat(e.getStatus().getDescription())
                  .isEqualTo("suffix: U+200B at offset 6 cannot be seen (expected: \"COIL-9\")");
            });
    Received<CaptureRequest, CaptureResponse> receipts = Received.everything();
    TraceServiceGrpc.newStub(served.channel()).capture(receipts);
    receipts
        .call()
        .onNext(
            CaptureRequest.newBuilder()
                .setEvent(EventCodec.toProto(Event.at(Instant.EPOCH, created(COIL + " "))))
                .build());
    receipts.call().onCompleted();
    assertThat(receipts.all().get(0).getError().getMessage())
        .contains("create.items[0].item: U+0020 at offset 15 is white space at the end");
  }

  @Test
  void a_message_shows_what_it_quotes() {
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(() -> resolved("\u200b88.119.8/COIL-5\u009b"))
        .withMessageContaining("COIL-5\\u009b")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\u200b", "\u009b"));
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(() -> resolved("\u200b88.119.8/COIL-5"))
        .withMessageContaining("\"\\u200b88.119.8\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        COIL + " ",
        COIL + "\u200b",
        COIL + "\u0085",
        "\u200b" + COIL,
        " " + COIL,
        "88.118.8\u3000/COIL-9"
      })
  void every_lookup_finds_what_was_meant(String typed) {
    served.registration().assign(AssignRequest.newBuilder().setIdentifier(COIL).build());
    capture(created(COIL));
    capture(new Processed(List.of(EventItem.of(COIL)), List.of(EventItem.of("88.118.8/PANEL"))));
    String prefix = typed.substring(0, typed.indexOf('/'));

    assertThat(resolved(typed).getOutcome()).isEqualTo(Outcome.OUTCOME_FOUND);
    assertThat(
            served
                .resolution()
                .listVersions(ListVersionsRequest.newBuilder().setIdentifier(typed).build())
                .getStatementsCount())
        .isEqualTo(1);
    assertThat(
            served
                .resolution()
                .listIdentifiers(ListIdentifiersRequest.newBuilder().setPrefix(prefix).build())
                .getIdentifiersList())
        .containsExactly(COIL);
    assertThat(
            lineage()
                .trace(
                    TraceRequest.newBuilder()
                        .setItem(typed)
                        .setDirection(TraceDirection.TRACE_DIRECTION_DOWNSTREAM)
                        .build()))
        .toIterable()
        .extracting(step -> step.getItem().getItem())
        .contains(COIL, "88.118.8/PANEL");
    assertThat(
            lineage()
                .recall(
                    RecallRequest.newBuilder()
                        .addSuspects(RecallSuspect.newBuilder().setItem(typed))
                        .build()))
        .toIterable()
        .extracting(step -> step.getItem().getItem())
        .contains("88.118.8/PANEL");
    assertThat(lineage().reconcile(ReconcileRequest.newBuilder().setItem(typed).build()).next())
        .extracting(step -> step.getBalance().getItem())
        .isEqualTo(COIL);
  }

  private ResolveResponse resolved(String identifier) {
    return served
        .resolution()
        .resolve(ResolveRequest.newBuilder().setIdentifier(identifier).build());
  }

  private static Created created(String item) {
    return new Created(List.of(EventItem.of(item)));
  }

  private void capture(Occurrence what) {
    served.node.events().capture(Capture.of("88.118.8", Event.at(Instant.EPOCH, what)));
  }
}
