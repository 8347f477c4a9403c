package dev.nameplate.server.grpc;

import static dev.nameplate.server.grpc.Wire.item;
import static dev.nameplate.server.grpc.Wire.text;
import static dev.nameplate.server.grpc.Wire.withUnknownField;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.assign.Assignment;
import dev.nameplate.v1.AssignAllRequest;
import dev.nameplate.v1.AssignAllResponse;
import dev.nameplate.v1.RegistrationServiceGrpc;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteStreamTest {
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
  void receipts_come_in_the_order_of_the_assignments() {
    Received<AssignAllRequest, AssignAllResponse> receipts = assignAll(Received.everything());
    for (int i = 0; i < 3000; i++) {
      receipts.call().onNext(item(name(i), text(1, "N", "" + i)));
    }
    receipts.call().onCompleted();

    assertThat(receipts.all())
        .extracting(response -> response.getReceipt().getIdentifier())
        .isEqualTo(IntStream.range(0, 3000).mapToObj(WriteStreamTest::name).toList());
    assertThat(served.node.head().statements()).isEqualTo(3000);
  }

  @Test
  void a_refused_assignment_yields_an_error_in_its_place_and_the_stream_goes_on() {
    Received<AssignAllRequest, AssignAllResponse> receipts = assignAll(Received.everything());
    receipts.call().onNext(item(name(1)));
    receipts.call().onNext(item("no slash"));
    receipts.call().onNext(item(name(1)));
    receipts.call().onNext(item(name(2), text(1, "A", "a"), text(2, "", "b")));
    receipts.call().onNext(withUnknownField(item(name(3)), 12));
    receipts.call().onNext(AssignAllRequest.getDefaultInstance());
    receipts.call().onNext(item(name(4)));
    receipts.call().onCompleted();

    List<AssignAllResponse> all = receipts.all();

    assertThat(all)
        .extracting(response -> response.hasReceipt() ? "receipt" : response.getError().getReason())
        .containsExactly(
            "receipt",
            "MALFORMED_IDENTIFIER",
            "ALREADY_ASSIGNED",
            "INVALID_RECORD",
            "INVALID_ARGUMENT",
            "MALFORMED_IDENTIFIER",
            "receipt");
    assertThat(all.get(3).getError().getField()).isEqualTo("values[1].type");
    assertThat(all.get(3).getError().getMessage()).startsWith("values[1].type: ");
    assertThat(all.get(2).getError().getField()).isEmpty();
    assertThat(all.get(2).getAlready().getNewest()).isEqualTo(all.get(0).getReceipt());
    assertThat(all.get(2).getAlready().getSameContent()).isTrue();
    assertThat(all.get(3).hasAlready()).isFalse();
    assertThat(served.node.head().statements()).isEqualTo(2);
  }

  @Test
  void an_empty_stream_ends_well() {
    Received<AssignAllRequest, AssignAllResponse> receipts = assignAll(Received.everything());
    receipts.call().onCompleted();

    assertThat(receipts.all()).isEmpty();
  }

  @Test
  void a_caller_who_reads_no_receipts_is_not_read_from_beyond_the_window() {
    Received<AssignAllRequest, AssignAllResponse> receipts = assignAll(Received.nothingYet());

    int sent = sendAll(receipts, 0);

    assertThat(sent).isEqualTo(WriteStream.WINDOW);
    assertThat(receipts.soFar()).isEmpty();
  }

  @Test
  void reading_receipts_again_lets_the_stream_go_on_where_it_stood() {
    Received<AssignAllRequest, AssignAllResponse> receipts = assignAll(Received.nothingYet());
    int first = sendAll(receipts, 0);

    receipts.read(100);
    int second = sendAll(receipts, first);

    assertThat(receipts.soFar()).hasSize(100);
    assertThat(second - first).isEqualTo(100);

    receipts.call().onCompleted();
    receipts.read(Integer.MAX_VALUE);
    assertThat(receipts.all())
        .extracting(response -> response.getReceipt().getIdentifier())
        .isEqualTo(IntStream.range(0, second).mapToObj(WriteStreamTest::name).toList());
  }

  @Test
  void what_was_taken_before_a_stream_is_cancelled_is_committed() {
    Received<AssignAllRequest, AssignAllResponse> receipts = assignAll(Received.nothingYet());
    for (int i = 0; i < 10; i++) {
      receipts.call().onNext(item(name(i)));
    }
    receipts.call().cancel("the client goes away", null);
    commitAll();

    assertThat(served.node.head().statements()).isEqualTo(11);
    assertThatThrownBy(receipts::all).hasRootCauseInstanceOf(StatusRuntimeException.class);
  }

  @Test
  void when_the_node_stops_the_receipts_before_that_are_sent_and_the_stream_ends() {
    Received<AssignAllRequest, AssignAllResponse> receipts = assignAll(Received.everything());
    receipts.call().onNext(item(name(1)));
    served.node.close();
    receipts.call().onNext(item(name(2)));

    assertThatThrownBy(receipts::all)
        .rootCause()
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
    assertThat(receipts.soFar()).hasSize(1);
  }

  private Received<AssignAllRequest, AssignAllResponse> assignAll(
      Received<AssignAllRequest, AssignAllResponse> caller) {
    RegistrationServiceGrpc.newStub(served.channel()).assignAll(caller);
    return caller;
  }

  /**
   * Sends assignments, from a number on, until the stream takes no more; returns the number behind
   * the last.
   */
  private int sendAll(Received<AssignAllRequest, AssignAllResponse> receipts, int from) {
    int next = from;
    while (receipts.call().isReady() && next < 10_000) {
      while (receipts.call().isReady() && next < 10_000) {
        receipts.call().onNext(item(name(next++)));
      }
      commitAll(); // what is being committed may still ask for more
    }
    return next;
  }

  /** Writes are committed and acknowledged in order, so whatever was taken before is through. */
  private void commitAll() {
    served
        .node
        .registrar()
        .assign(Assignment.of("88.118.8/BARRIER-" + served.node.head().statements()));
  }

  private static String name(int number) {
    return "88.118.8/C-" + number;
  }
}
