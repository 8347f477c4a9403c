package dev.nameplate.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NameplateException;
import dev.nameplate.record.Endpoint;
import dev.nameplate.resolve.Budget;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.ResolveResponse;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever one endpoint does, the next one's answer is given; and it costs little. */
class FaultyNodesTest extends UpstreamTest {
  private static final int MIB = 1 << 20;
  private static final ResolveResponse EMPTY = ResolveResponse.getDefaultInstance();
  private static final ResolveResponse UNKNOWN =
      ResolveResponse.newBuilder().setOutcomeValue(99).build();
  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  /** Starts an endpoint. */
  private interface Start {
    Endpoint in(FaultyNodesTest test);
  }

  /**
   * What an endpoint may do instead of answering.
   *
   * @param reason what the question ends in when there is no other endpoint
   */
  private record Fault(String what, ErrorReason reason, Start start) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static Fault silent(String what, Start start) {
    return new Fault(what, ErrorReason.UNREACHABLE, start);
  }

  private static Fault lying(String what, Start start) {
    return new Fault(what, ErrorReason.UPSTREAM_REJECTED, start);
  }

  private static Stream<Fault> faults() {
    return Stream.of(
        silent("does not listen", test -> deadEndpoint()),
        silent("accepts and says nothing", test -> test.meeting(socket -> {})),
        silent("closes", test -> test.meeting(Socket::close)),
        silent("resets", test -> test.meeting(FaultyNodesTest::reset)),
        silent("speaks HTTP/1.1", test -> test.meeting(FaultyNodesTest::speakHttp1)),
        silent("never answers", test -> test.scripted(ScriptedNode.silent())),
        silent("resets in a call", test -> test.answering(call -> reset(call.socket()))),
        silent("closes in a message", test -> test.answering(FaultyNodesTest::closeInMessage)),
        silent(
            "leaves its answer open", test -> test.answering(c -> c.message(FOUND.toByteArray()))),
        silent("trickles", test -> test.answering(FaultyNodesTest::trickle)),
        silent("sends endless headers", test -> test.answering(FaultyNodesTest::sendHeaders)),
        silent("is broken", test -> test.failing(Status.INTERNAL.withDescription("at Foo\n\tat"))),
        silent("is exhausted", test -> test.failing(Status.RESOURCE_EXHAUSTED)),
        silent("has no such method", test -> test.failing(Status.UNIMPLEMENTED)),
        silent("sends damaged details", test -> test.failing(Status.INTERNAL, damaged())),
        lying("refuses for an unknown reason", test -> test.scripted(refusing())),
        lying("announces 256 MiB", test -> test.answering(c -> c.messageStart(false, 256 * MIB))),
        lying("sends nonsense", test -> test.answering(FaultyNodesTest::sendNonsense)),
        lying("sends two answers", test -> test.answering(sending(2))),
        lying("sends no answer", test -> test.answering(sending(0))),
        lying("sends an empty answer", test -> test.saying(() -> EMPTY)),
        lying("sends an unknown outcome", test -> test.saying(() -> UNKNOWN)));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void the_question_ends_in_one_line_when_the_only_endpoint(Fault fault) {
    Target target = configured(fault.start().in(this));

    boolean lying = fault.reason() == ErrorReason.UPSTREAM_REJECTED;
    assertRefused(upstream(lying ? PATIENT : IMPATIENT), target, fault.reason())
        .startsWith("node for \"88.118.8\": no answer from 127.0.0.1:")
        .hasSizeLessThan(150);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void the_next_endpoint_answers_before_long_when_one(Fault fault) {
    Endpoint faulty = fault.start().in(this);
    Budget budget = budget();

    Target target = configured(faulty, nodeThatFinds().endpoint());
    assertThat(upstream(HEDGING).resolve(target, QUESTION, budget)).isEqualTo(FOUND);
    assertThat(asked(budget))
        .containsExactlyInAnyOrder(target.endpoints().toArray(Endpoint[]::new));
    assertThat(budget.upstreamCalls()).isEqualTo(2);
    assertThat(budget.timeLeft()).isGreaterThan(Duration.ofSeconds(15));
  }

  @Test
  void of_256_mebibytes_next_to_nothing_is_taken_in() throws Exception {
    CompletableFuture<Integer> sent = new CompletableFuture<>();
    Endpoint huge = answering(call -> sent.complete(sendAll(call, 256)));

    assertRefused(upstream(PATIENT), configured(huge), ErrorReason.UPSTREAM_REJECTED)
        .contains("answer larger than 1048576 bytes");
    assertThat(sent.get(20, TimeUnit.SECONDS)).isLessThan(32);
  }

  @Test
  void an_answer_that_would_be_large_only_once_it_is_decompressed_is_not_decompressed()
      throws IOException {
    byte[] bomb = gzipped(64 * MIB);
    Endpoint bombing =
        meeting(
            socket -> {
              RawNode.Call call = RawNode.firstCall(socket);
              call.headers("grpc-encoding", "gzip");
              call.messageStart(true, bomb.length);
              call.data(bomb);
            });
    GrpcUpstream upstream = upstream(PATIENT);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    long before = threads.getCurrentThreadAllocatedBytes();
    assertRefused(upstream, configured(bombing), ErrorReason.UNREACHABLE);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(8 * MIB);
  }

  @Test
  void a_connection_that_fell_silent_is_left_for_a_new_one() {
    RawNode node = closedAfterwards(RawNode.doing(socket -> {}));
    GrpcUpstream upstream = upstream(IMPATIENT);

    for (int connections = 1; connections <= 3; connections++) {
      assertRefused(upstream, configured(node.endpoint()), ErrorReason.UNREACHABLE);
      assertThat(node.connections()).isEqualTo(connections);
    }
  }

  @Test
  void a_connection_that_others_are_answered_on_is_kept_when_one_question_is_not()
      throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    ScriptedNode node =
        closedAfterwards(
            ScriptedNode.doing(
                (request, answers) -> {
                  if (request.getRecursive()) { // and is never answered
                    asked.countDown();
                  } else {
                    answers.onNext(FOUND);
                    answers.onCompleted();
                  }
                }));
    GrpcUpstream upstream = upstream(PATIENT.withAttempt(Duration.ofSeconds(1)));
    Target target = configured(node.endpoint());
    CompletableFuture<Void> stuck =
        CompletableFuture.runAsync(
            () ->
                assertThatThrownBy(
                        () ->
                            upstream.resolve(
                                target, QUESTION.toBuilder().setRecursive(true).build(), budget()))
                    .isInstanceOf(UpstreamException.class));

    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
    upstream.resolve(target, QUESTION, budget());
    stuck.get(10, TimeUnit.SECONDS);
    upstream.resolve(target, QUESTION, budget());
    assertThat(node.connections()).isEqualTo(1);
  }

  @Test
  void a_question_never_takes_more_calls_than_it_has_whatever_the_endpoints_do() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    UpstreamTimings timings =
        UpstreamTimings.DEFAULT
            .withAttempt(Duration.ofMillis(40))
            .withHedge(Duration.ofMillis(5), Duration.ofMillis(5));
    List<Endpoint> endpoints = new ArrayList<>();
    faults().forEach(fault -> endpoints.add(fault.start().in(this)));
    AtomicInteger calls = new AtomicInteger();
    endpoints.add(counted(calls, ScriptedNode.bare(Outcome.OUTCOME_FOUND)));
    endpoints.add(counted(calls, EMPTY));
    endpoints.add(counted(calls, EMPTY));

    int hops = 0;
    for (int round = 0; round < 60; round++) {
      List<Endpoint> some = new ArrayList<>();
      random.ints(random.nextInt(12), 0, endpoints.size()).forEach(i -> some.add(endpoints.get(i)));
      int limit = random.nextInt(10);
      Budget budget = budget(limit, Duration.ofMillis(random.nextInt(400)));
      String outcome;
      try (GrpcUpstream upstream = new GrpcUpstream(EndpointPolicy.PUBLIC, timings)) {
        outcome = upstream.resolve(new Target("", some, true), QUESTION, budget).toString();
      } catch (NameplateException e) {
        outcome = e.toString();
      }
      assertThat(budget.route())
          .as("seed %s, round %s, %s: %s", seed, round, some, outcome)
          .hasSize(budget.upstreamCalls())
          .hasSizeLessThanOrEqualTo(Math.min(limit, 8));
      hops += budget.route().size();
    }
    assertThat(calls.get()).as("seed %s", seed).isPositive().isLessThanOrEqualTo(hops);
  }

  private Endpoint counted(AtomicInteger calls, ResolveResponse answer) {
    return saying(
        () -> {
          calls.incrementAndGet();
          return answer;
        });
  }

  private Endpoint meeting(RawNode.Behaviour behaviour) {
    return closedAfterwards(RawNode.doing(behaviour)).endpoint();
  }

  private Endpoint answering(RawNode.Answer answer) {
    return meeting(
        socket -> {
          RawNode.Call call = RawNode.firstCall(socket);
          call.headers();
          answer.to(call);
        });
  }

  private Endpoint scripted(ScriptedNode node) {
    return closedAfterwards(node).endpoint();
  }

  private Endpoint saying(Supplier<ResolveResponse> answer) {
    return scripted(ScriptedNode.answering(request -> answer.get()));
  }

  private Endpoint failing(Status status) {
    return failing(status, new Metadata());
  }

  private Endpoint failing(Status status, Metadata trailers) {
    StatusRuntimeException failure = status.asRuntimeException(trailers);
    return saying(
        () -> {
          throw failure;
        });
  }

  private static ScriptedNode refusing() {
    return ScriptedNode.refusing(Status.Code.INTERNAL, "BECAUSE");
  }

  private static RawNode.Answer sending(int copies) {
    return call -> {
      for (int i = 0; i < copies; i++) {
        call.message(FOUND.toByteArray());
      }
      call.end();
    };
  }

  private static Metadata damaged() {
    Metadata trailers = new Metadata();
    trailers.put(DETAILS, new byte[] {-1, -1, -1});
    return trailers;
  }

  private static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private static void speakHttp1(Socket socket) throws IOException {
    socket
        .getOutputStream()
        .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  private static void closeInMessage(RawNode.Call call) throws IOException {
    call.messageStart(false, 1_000);
    call.data(new byte[500]);
    call.socket().close();
  }

  /** A byte each time that nothing came for a few milliseconds. */
  private static void trickle(RawNode.Call call) throws IOException {
    call.messageStart(false, 100_000);
    call.socket().setSoTimeout(5);
    while (!isClosedWhenQuiet(call.socket())) {
      call.data(new byte[1]);
    }
  }

  private static boolean isClosedWhenQuiet(Socket socket) throws IOException {
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

  private static void sendNonsense(RawNode.Call call) throws IOException {
    call.message(new byte[] {-1, -1, -1, -1});
    call.end();
  }

  private static void sendHeaders(RawNode.Call call) throws IOException {
    String[] many = new String[100];
    Arrays.fill(many, "x".repeat(100));
    call.headers(many);
  }

  /** Sends a message of so many MiB until nobody takes it; gives how many were. */
  private static int sendAll(RawNode.Call call, int mebibytes) throws IOException {
    int sent = 0;
    call.messageStart(false, mebibytes * MIB);
    byte[] frame = new byte[16 << 10];
    try {
      for (; sent < mebibytes; sent++) {
        for (int i = 0; i < MIB / frame.length; i++) {
          call.data(frame);
        }
      }
    } catch (IOException e) {
      return sent; // as it should be
    }
    return sent;
  }

  private static byte[] gzipped(int zeros) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zipped = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < zeros / 1024; i++) {
        zipped.write(new byte[1024]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
