package dev.nameplate.upstream;

import static dev.nameplate.upstream.ServedNode.found;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.record.Endpoint;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Source;
import dev.nameplate.v1.ResolveResponse;
import io.grpc.Status;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever an authority's node does, the question ends in time, and what is kept is given. */
class FaultyAuthoritiesTest extends NodesTest {
  private static final int QUARTER_GIB = 256 << 20;
  private static final UpstreamTimings IMPATIENT =
      UpstreamTest.PATIENT.withAttempt(Duration.ofSeconds(1));

  /** What the node of an authority does. */
  private record Fault(String what, ErrorReason reason, RawNode.Behaviour does) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static Stream<Fault> faults() {
    return Stream.of(
        new Fault("hangs", ErrorReason.UNREACHABLE, socket -> {}),
        new Fault("hangs in a call", ErrorReason.UNREACHABLE, RawNode::firstCall),
        new Fault("resets", ErrorReason.UNREACHABLE, FaultyAuthoritiesTest::reset),
        new Fault(
            "resets in a call",
            ErrorReason.UNREACHABLE,
            socket -> reset(RawNode.firstCall(socket).socket())),
        new Fault("trickles", ErrorReason.UNREACHABLE, FaultyAuthoritiesTest::trickle),
        new Fault(
            "answers 256 MiB", ErrorReason.UPSTREAM_REJECTED, FaultyAuthoritiesTest::sendMuch));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void the_question_ends_in_time_when_the_node_of_the_authority(Fault fault) {
    NodeClient client = client(IMPATIENT);
    portNode.say(refersTo(faulty(fault)));
    Budget budget = Budget.standard();
    NodeException thrown =
        catchThrowableOfType(NodeException.class, () -> ask(client, CRATE, budget));
    assertThat(thrown.reason()).isEqualTo(fault.reason());
    assertThat(budget.upstreamCalls()).isLessThanOrEqualTo(5);
    assertThat(budget.timeLeft()).isPositive();
    assertThat(client.statistics().entries()).isZero();

    portNode.say(refersTo(quayNode.endpoint()));
    client.forgetUnder(quay.prefix);
    assertFound(client, CRATE, Source.UPSTREAM);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void a_record_is_given_stale_when_the_node_of_the_authority(Fault fault) {
    NodeClient client = client(IMPATIENT);
    Resolution.Found kept = assertFound(client, CRATE, Source.UPSTREAM);
    CLOCK.step(LATER);
    portNode.say(refersTo(faulty(fault)));
    assertThat(assertFound(client, CRATE, Source.STALE).verified()).isEqualTo(kept.verified());
    assertThat(assertFound(client, CRATE, Source.STALE).timeToLive()).isPositive();

    portNode.say(refersTo(quayNode.endpoint()));
    CLOCK.step(LATER);
    quayNode.say(found(crate()));
    assertFound(client, CRATE, Source.UPSTREAM);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void a_record_is_given_stale_whatever_reason_a_node_gives_to_refuse(String reason) {
    NodeClient client = client(IMPATIENT);
    assertFound(client, CRATE, Source.UPSTREAM);
    CLOCK.step(LATER);
    quayNode.answer(
        request -> {
          throw ScriptedNode.refusal(Status.Code.FAILED_PRECONDITION, reason);
        });
    assertFound(client, CRATE, Source.STALE);
  }

  private static Stream<String> refusals() {
    return Stream.concat(
        Stream.of(ErrorReason.values()).map(ErrorReason::name), Stream.of("", "NO_REASON"));
  }

  private static ResolveResponse refersTo(Endpoint endpoint) {
    return ServedNode.referred(port.delegates(quay, now(), endpoint));
  }

  private Endpoint faulty(Fault fault) {
    return closedAfterwards(RawNode.doing(fault.does())).endpoint();
  }

  private static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** A byte whenever the other side has been quiet for a moment, which never makes an answer. */
  private static void trickle(Socket socket) throws IOException {
    RawNode.Call call = RawNode.firstCall(socket);
    call.headers();
    call.messageStart(false, 1 << 19);
    socket.setSoTimeout(5);
    while (!isClosed(socket)) {
      call.data(new byte[1]);
    }
  }

  private static boolean isClosed(Socket socket) throws IOException {
    byte[] ignored = new byte[1024];
    try {
      int read = 0;
      while (read >= 0) {
        read = socket.getInputStream().read(ignored);
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  private static void sendMuch(Socket socket) throws IOException {
    RawNode.Call call = RawNode.firstCall(socket);
    call.headers();
    call.messageStart(false, QUARTER_GIB);
    byte[] frame = new byte[1 << 14];
    for (int sent = 0; sent < QUARTER_GIB; sent += frame.length) {
      call.data(frame);
    }
  }
}
