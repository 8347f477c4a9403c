package dev.nameplate.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.record.Endpoint;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.BudgetExhaustedException;
import dev.nameplate.resolve.TimedOutException;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.v1.SignedStatement;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GrpcUpstreamTest extends UpstreamTest {
  @ParameterizedTest
  @CsvSource({"OUTCOME_FOUND, found", "OUTCOME_REFERRED, referred", "OUTCOME_ABSENT, absent"})
  void an_answer_comes_as_it_was_given_and_is_noted(Outcome outcome, String name) {
    ResolveResponse answer = ScriptedNode.bare(outcome).toBuilder().setTtlSeconds(7).build();
    ScriptedNode node = closedAfterwards(ScriptedNode.answering(request -> answer));
    Budget budget = budget();

    assertThat(upstream(PATIENT).resolve(configured(node.endpoint()), QUESTION, budget))
        .isEqualTo(answer);
    assertThat(node.requests()).containsExactly(QUESTION);
    assertThat(budget.upstreamCalls()).isEqualTo(1);
    assertThat(budget.route()).hasSize(1);
    assertThat(budget.route().get(0).endpoint()).isEqualTo(node.endpoint());
    assertThat(budget.route().get(0).authority()).isEqualTo("88.118.8");
    assertThat(budget.route().get(0).outcome()).isEqualTo(name);
    assertThat(budget.route().get(0).took()).isPositive();
  }

  @Test
  void the_largest_answers_come_through_and_larger_ones_do_not() {
    ScriptedNode largest = nodeOf(GrpcUpstream.MOST_BYTES);
    ScriptedNode larger = nodeOf(GrpcUpstream.MOST_BYTES + 1);
    ScriptedNode largestLinked = nodeOf(GrpcUpstream.MOST_LINKED_BYTES);
    GrpcUpstream upstream = upstream(PATIENT);

    assertThat(upstream.resolve(configured(largest.endpoint()), QUESTION, budget()))
        .matches(answer -> answer.getSerializedSize() == GrpcUpstream.MOST_BYTES);
    assertThat(
            upstream.resolve(
                configured(largestLinked.endpoint()),
                QUESTION.toBuilder().setFollowAliases(true).build(),
                budget()))
        .matches(answer -> answer.getSerializedSize() == GrpcUpstream.MOST_LINKED_BYTES);
    assertRefused(upstream, configured(larger.endpoint()), ErrorReason.UPSTREAM_REJECTED)
        .contains("answer larger than 1048576 bytes");
  }

  @Test
  void the_next_endpoint_is_asked_when_one_cannot_be_reached() {
    ScriptedNode node = nodeThatFinds();
    Endpoint dead = deadEndpoint();
    Budget budget = budget();

    Target target = configured(dead, node.endpoint());
    assertThat(upstream(PATIENT).resolve(target, QUESTION, budget)).isEqualTo(FOUND);
    assertThat(asked(budget)).containsExactly(dead, node.endpoint());
    assertThat(outcomes(budget)).containsExactly("UNREACHABLE", "found");
    assertThat(budget.upstreamCalls()).isEqualTo(2);
  }

  @Test
  void a_node_that_cannot_be_reached_is_named_with_its_endpoints_in_one_line() {
    List<Endpoint> dead = deadEndpoints(2);

    assertRefused(upstream(PATIENT), configured(dead.get(0), dead.get(1)), ErrorReason.UNREACHABLE)
        .isEqualTo(
            "node for \"88.118.8\": no answer from "
                + dead.get(0)
                + " (no connection), "
                + dead.get(1)
                + " (no connection)");
  }

  @Test
  void a_node_without_endpoints_cannot_be_reached() {
    assertRefused(upstream(PATIENT), configured(), ErrorReason.UNREACHABLE)
        .isEqualTo("node for \"88.118.8\": no endpoint is known");
    assertRefused(upstream(PATIENT), new Target("", List.of(), true), ErrorReason.UNREACHABLE)
        .isEqualTo("recursive node: no endpoint is known");
  }

  @ParameterizedTest
  @EnumSource
  void what_all_endpoints_say_is_the_reason_if_a_node_may_say_that(ErrorReason reason) {
    Endpoint one =
        closedAfterwards(ScriptedNode.refusing(Status.Code.INTERNAL, reason.name())).endpoint();
    Endpoint other =
        closedAfterwards(ScriptedNode.refusing(Status.Code.INTERNAL, reason.name())).endpoint();
    Budget budget = budget();

    UpstreamException thrown =
        catchThrowableOfType(
            UpstreamException.class,
            () -> upstream(PATIENT).resolve(configured(one, other), QUESTION, budget));
    ErrorReason expected =
        switch (reason) {
          case NOT_AUTHORITATIVE,
              PREFIX_SUSPENDED,
              PREFIX_REVOKED,
              ALIAS_LOOP,
              NOT_RECORDED,
              MALFORMED_IDENTIFIER,
              INVALID_ARGUMENT,
              BUDGET_EXHAUSTED,
              TIMED_OUT,
              UNREACHABLE,
              OVERLOADED ->
              reason;
          default -> ErrorReason.UPSTREAM_REJECTED;
        };
    boolean isFinal =
        reason == ErrorReason.MALFORMED_IDENTIFIER || reason == ErrorReason.INVALID_ARGUMENT;
    assertThat(thrown.reason()).isEqualTo(expected);
    assertThat(outcomes(budget)).hasSize(isFinal ? 1 : 2).containsOnly(expected.name());
  }

  @Test
  void a_refusal_is_not_the_reason_where_another_endpoint_is_silent() {
    Endpoint refusing =
        closedAfterwards(ScriptedNode.refusing(Status.Code.FAILED_PRECONDITION, "PREFIX_REVOKED"))
            .endpoint();

    assertRefused(upstream(PATIENT), configured(refusing, deadEndpoint()), ErrorReason.UNREACHABLE)
        .contains("(refused, PREFIX_REVOKED)")
        .contains("(no connection)");
  }

  @Test
  void the_next_endpoint_is_asked_when_one_refuses() {
    ScriptedNode refusing =
        closedAfterwards(
            ScriptedNode.refusing(Status.Code.FAILED_PRECONDITION, "NOT_AUTHORITATIVE"));
    ScriptedNode node = nodeThatFinds();

    Target target = configured(refusing.endpoint(), node.endpoint());
    assertThat(upstream(PATIENT).resolve(target, QUESTION, budget())).isEqualTo(FOUND);
  }

  @Test
  void a_second_endpoint_is_asked_when_the_first_takes_long_and_the_first_is_then_given_up()
      throws InterruptedException {
    CountDownLatch cancelled = new CountDownLatch(1);
    ScriptedNode silent =
        closedAfterwards(
            ScriptedNode.doing(
                (request, answers) ->
                    ((ServerCallStreamObserver<?>) answers)
                        .setOnCancelHandler(cancelled::countDown)));
    ScriptedNode node = nodeThatFinds();
    Budget budget = budget();

    Target target = configured(silent.endpoint(), node.endpoint());
    assertThat(upstream(HEDGING).resolve(target, QUESTION, budget)).isEqualTo(FOUND);
    assertThat(outcomes(budget)).containsExactly("found", "TIMED_OUT");
    assertThat(budget.upstreamCalls()).isEqualTo(2);
    assertThat(budget.route().get(0).took()).isLessThan(LONG);
    assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void at_most_two_endpoints_are_asked_at_a_time() {
    ScriptedNode one = closedAfterwards(ScriptedNode.silent());
    ScriptedNode two = closedAfterwards(ScriptedNode.silent());
    ScriptedNode three = nodeThatFinds();
    UpstreamTimings timings = HEDGING.withAttempt(Duration.ofMillis(500));
    Budget budget = budget();

    Target target = configured(one.endpoint(), two.endpoint(), three.endpoint());
    assertThat(upstream(timings).resolve(target, QUESTION, budget)).isEqualTo(FOUND);
    assertThat(outcomes(budget)).containsExactlyInAnyOrder("TIMED_OUT", "found", "TIMED_OUT");
    assertThat(outcomes(budget).get(0)).isEqualTo("TIMED_OUT");
    assertThat(budget.route().get(0).took()).isGreaterThanOrEqualTo(Duration.ofMillis(500));
  }

  @Test
  void no_second_endpoint_is_asked_when_no_call_is_left_for_it() {
    ScriptedNode silent = closedAfterwards(ScriptedNode.silent());
    ScriptedNode node = nodeThatFinds();
    UpstreamTimings timings = HEDGING.withAttempt(SHORT);

    Target target = configured(silent.endpoint(), node.endpoint());
    Budget budget = budget(1, LONG);
    assertThatThrownBy(() -> upstream(timings).resolve(target, QUESTION, budget))
        .isInstanceOf(BudgetExhaustedException.class);
    assertThat(outcomes(budget)).containsExactly("TIMED_OUT");
    assertThat(node.calls()).isZero();
  }

  @Test
  void a_question_without_calls_left_asks_nobody() {
    ScriptedNode node = nodeThatFinds();

    assertThatThrownBy(
            () -> upstream(PATIENT).resolve(configured(node.endpoint()), QUESTION, budget(0, LONG)))
        .isInstanceOf(BudgetExhaustedException.class);
    assertThat(node.calls()).isZero();
  }

  @Test
  void a_question_ends_when_its_time_is_up_and_the_node_is_told_when_that_is() {
    ConcurrentLinkedQueue<Duration> told = new ConcurrentLinkedQueue<>();
    ScriptedNode silent =
        closedAfterwards(
            ScriptedNode.doing(
                (request, answers) ->
                    told.add(
                        Duration.ofNanos(
                            Context.current().getDeadline().timeRemaining(TimeUnit.NANOSECONDS)))));
    Budget budget = budget(32, Duration.ofSeconds(1));
    Endpoint[] endpoints = {silent.endpoint(), silent.endpoint()};

    assertThatThrownBy(() -> upstream(PATIENT).resolve(configured(endpoints), QUESTION, budget))
        .isInstanceOf(TimedOutException.class);
    assertThat(told).hasSize(1).allMatch(left -> left.compareTo(Duration.ofSeconds(1)) < 0);
    assertThat(outcomes(budget)).containsExactly("TIMED_OUT");
  }

  @Test
  void a_recursive_node_has_more_time() {
    UpstreamTimings timings =
        new UpstreamTimings(
            Duration.ofMillis(1), LONG, LONG, LONG, LONG, SHORT, SHORT, Duration.ofSeconds(9));
    CountDownLatch asked = new CountDownLatch(1);
    ScriptedNode node =
        closedAfterwards(
            ScriptedNode.answering(
                request -> {
                  asked.countDown();
                  return FOUND;
                }));
    Target target = new Target("", List.of(node.endpoint()), true);

    assertThat(
            upstream(timings)
                .resolve(target, QUESTION.toBuilder().setRecursive(true).build(), budget()))
        .isEqualTo(FOUND);
  }

  @Test
  void an_interrupted_question_ends_and_says_so_and_stays_interrupted() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    ScriptedNode silent =
        closedAfterwards(
            ScriptedNode.doing(
                (request, answers) -> {
                  ((ServerCallStreamObserver<?>) answers).setOnCancelHandler(cancelled::countDown);
                  asked.countDown();
                }));
    ExecutorService thread = Executors.newSingleThreadExecutor();
    GrpcUpstream upstream = upstream(PATIENT);
    Future<Boolean> interrupted =
        thread.submit(
            () -> {
              assertRefused(upstream, configured(silent.endpoint()), ErrorReason.UNREACHABLE)
                  .contains("interrupted");
              return Thread.currentThread().isInterrupted();
            });

    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
    thread.shutdownNow();
    assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void an_endpoint_that_failed_is_asked_last_until_it_comes_back() {
    AtomicLong nanos = new AtomicLong();
    GrpcUpstream upstream =
        closedAfterwards(
            new GrpcUpstream(
                EndpointPolicy.PUBLIC, PATIENT, AddressLookup.OF_THE_MACHINE, nanos::get));
    ScriptedNode other = nodeThatFinds();
    Endpoint dead = deadEndpoint();
    Target target = configured(dead, other.endpoint());

    assertThat(route(upstream, target)).containsExactly(dead, other.endpoint());
    assertThat(route(upstream, target)).containsExactly(other.endpoint());
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(route(upstream, target)).containsExactly(dead, other.endpoint());
    nanos.addAndGet(Duration.ofSeconds(1).toNanos()); // now it is two
    assertThat(route(upstream, target)).containsExactly(other.endpoint());

    closedAfterwards(ScriptedNode.scripted(dead.port(), request -> FOUND));
    other.close();
    assertThat(route(upstream, target)).containsExactly(other.endpoint(), dead);
    assertThat(route(upstream, target)).containsExactly(dead);
  }

  @Test
  void a_thousand_questions_at_once_share_a_connection() throws Exception {
    int questions = 1_000;
    ConcurrentLinkedQueue<StreamObserver<ResolveResponse>> waiting = new ConcurrentLinkedQueue<>();
    CountDownLatch all = new CountDownLatch(questions);
    ScriptedNode node =
        closedAfterwards(
            ScriptedNode.doing(
                (request, answers) -> {
                  waiting.add(answers);
                  all.countDown();
                }));
    GrpcUpstream upstream = upstream(PATIENT);
    ExecutorService threads = Executors.newFixedThreadPool(questions);

    List<Future<ResolveResponse>> answers =
        IntStream.range(0, questions)
            .mapToObj(
                i ->
                    threads.submit(
                        () -> upstream.resolve(configured(node.endpoint()), QUESTION, budget())))
            .toList();
    assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
    waiting.forEach(
        one -> {
          one.onNext(FOUND);
          one.onCompleted();
        });
    for (Future<ResolveResponse> answer : answers) {
      assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(FOUND);
    }
    threads.shutdown();
    assertThat(node.connections()).isEqualTo(1);
  }

  @Test
  void of_ten_thousand_endpoints_eight_are_tried_within_ten_milliseconds_of_work() {
    Endpoint[] endpoints =
        IntStream.range(0, 10_000)
            .mapToObj(i -> new Endpoint("10.0." + i / 256 + "." + i % 256, 7430))
            .toArray(Endpoint[]::new);
    Target target = named(endpoints);
    GrpcUpstream upstream = upstream(PATIENT);
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 10; i++) {
      long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      Budget budget = budget();
      assertRefused(upstream, target, budget, ErrorReason.UNREACHABLE);
      least =
          Math.min(least, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before);
      assertThat(asked(budget)).containsExactlyInAnyOrder(Arrays.copyOf(endpoints, 8));
    }

    assertThat(Duration.ofNanos(least)).isLessThan(Duration.ofMillis(10));
  }

  @Test
  void endpoints_that_other_nodes_named_in_special_ranges_are_not_dialled() {
    ScriptedNode node = nodeThatFinds();
    Target target = named(node.endpoint());
    GrpcUpstream allowing =
        closedAfterwards(new GrpcUpstream(EndpointPolicy.PUBLIC.allowingLoopback(), PATIENT));

    assertRefused(upstream(PATIENT), target, ErrorReason.UNREACHABLE)
        .contains("127.0.0.1 is an address that referrals may not use");
    assertThat(node.connections()).isZero();
    assertThat(allowing.resolve(target, QUESTION, budget())).isEqualTo(FOUND);
  }

  @Test
  void closing_ends_connections_and_running_questions_and_nobody_is_asked_any_more()
      throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    ScriptedNode silent =
        closedAfterwards(ScriptedNode.doing((request, answers) -> asked.countDown()));
    GrpcUpstream upstream = upstream(PATIENT);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Future<?> running =
        thread.submit(
            () -> assertRefused(upstream, configured(silent.endpoint()), ErrorReason.UNREACHABLE));

    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
    upstream.close();
    running.get(10, TimeUnit.SECONDS);
    thread.shutdown();
    assertThat(silent.awaitDisconnection()).isTrue();
    assertRefused(upstream, configured(silent.endpoint()), ErrorReason.NODE_STOPPED);
  }

  private ScriptedNode nodeOf(int bytes) {
    ResolveResponse empty =
        FOUND.toBuilder().setStatement(SignedStatement.getDefaultInstance()).build();
    int body = bytes - empty.getSerializedSize();
    ResolveResponse answer = FOUND;
    while (answer.getSerializedSize() != bytes) {
      answer =
          FOUND.toBuilder()
              .setStatement(
                  SignedStatement.newBuilder().setBody(ByteString.copyFrom(new byte[body])))
              .build();
      body -= answer.getSerializedSize() - bytes;
    }
    ResolveResponse exact = answer;
    return closedAfterwards(ScriptedNode.answering(request -> exact));
  }

  private static List<Endpoint> route(GrpcUpstream upstream, Target target) {
    Budget budget = budget();
    assertThat(upstream.resolve(target, QUESTION, budget)).isEqualTo(FOUND);
    return asked(budget);
  }
}
