package dev.nameplate.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.record.Endpoint;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Hop;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** What tests that ask nodes on loopback have in common. */
abstract class UpstreamTest {
  static final ResolveRequest QUESTION =
      ResolveRequest.newBuilder().setIdentifier("88.118.8/COIL-1").build();
  static final ResolveResponse FOUND = ScriptedNode.bare(Outcome.OUTCOME_FOUND);
  static final Duration LONG = Duration.ofSeconds(30);
  static final Duration SHORT = Duration.ofMillis(300);

  /** So that a test that waits for nothing else sees no second endpoint asked. */
  static final UpstreamTimings PATIENT =
      UpstreamTimings.DEFAULT.withAttempt(LONG).withHedge(LONG, LONG);

  /** Endpoints are given up soon, and no second one is asked before. */
  static final UpstreamTimings IMPATIENT = PATIENT.withAttempt(SHORT);

  /** Endpoints are given up late, and a second one is asked soon. */
  static final UpstreamTimings HEDGING =
      PATIENT.withHedge(Duration.ofMillis(20), Duration.ofMillis(20));

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  <T extends AutoCloseable> T closedAfterwards(T one) {
    opened.push(one);
    return one;
  }

  GrpcUpstream upstream(UpstreamTimings timings) {
    return closedAfterwards(new GrpcUpstream(EndpointPolicy.PUBLIC, timings));
  }

  ScriptedNode nodeThatFinds() {
    return closedAfterwards(ScriptedNode.answering(request -> FOUND));
  }

  /** Loads what the first call needs, so that it is not taken for a slow answer. */
  @BeforeAll
  static void callOnce() {
    try (ScriptedNode node = ScriptedNode.answering(request -> FOUND);
        GrpcUpstream upstream = new GrpcUpstream(EndpointPolicy.PUBLIC, PATIENT)) {
      upstream.resolve(configured(node.endpoint()), QUESTION, budget());
    }
  }

  @AfterEach
  void closeAll() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  /** Asks, and expects to be turned down for this reason; gives the message. */
  static AbstractStringAssert<?> assertRefused(
      Upstream upstream, Target target, ErrorReason reason) {
    return assertRefused(upstream, target, budget(), reason);
  }

  static AbstractStringAssert<?> assertRefused(
      Upstream upstream, Target target, Budget budget, ErrorReason reason) {
    UpstreamException thrown =
        catchThrowableOfType(
            UpstreamException.class, () -> upstream.resolve(target, QUESTION, budget));
    assertThat(thrown).isNotNull();
    assertThat(thrown.reason()).isEqualTo(reason);
    return assertThat(thrown.getMessage()).doesNotContain("\n", "Exception", "\tat ");
  }

  static Target configured(Endpoint... endpoints) {
    return new Target("88.118.8", List.of(endpoints), true);
  }

  static Target named(Endpoint... endpoints) {
    return new Target("88.118.8", List.of(endpoints), false);
  }

  /** Enough calls and time for every test. */
  static Budget budget() {
    return budget(32, Duration.ofSeconds(30));
  }

  static Budget budget(int calls, Duration time) {
    return Budget.of(new Budget.Limits(calls, 16, 8, 32, 4, time));
  }

  static List<String> outcomes(Budget budget) {
    return budget.route().stream().map(Hop::outcome).toList();
  }

  static List<Endpoint> asked(Budget budget) {
    return budget.route().stream().map(Hop::endpoint).toList();
  }

  /** Ports of this machine that nothing listens on. */
  static List<Endpoint> deadEndpoints(int count) {
    List<ServerSocket> sockets = Stream.generate(UpstreamTest::listen).limit(count).toList();
    List<Endpoint> dead =
        sockets.stream().map(one -> new Endpoint("127.0.0.1", one.getLocalPort())).toList();
    try {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return dead;
  }

  static Endpoint deadEndpoint() {
    return deadEndpoints(1).get(0);
  }

  private static ServerSocket listen() {
    try {
      return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
