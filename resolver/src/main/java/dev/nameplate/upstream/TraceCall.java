package dev.nameplate.upstream;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.record.Endpoint;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Hop;
import dev.nameplate.v1.TraceResponse;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A trace sent by another node, step by step on demand. Of its endpoints the next is asked when one
 * does not begin to answer; once one has begun, there is no other. Used by one thread at a time.
 */
final class TraceCall<Q> implements Upstream.Steps {
  private static final int MOST_ENDPOINTS = 8;

  /** Time limit of a further step from a node that has begun to answer: it may ask others. */
  static final Duration BETWEEN_STEPS = Duration.ofSeconds(10);

  /** Interval at which a wait checks for cancellation, in milliseconds. */
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Transport transport;
  private final Target target;
  private final MethodDescriptor<Q, TraceResponse> method;
  private final Q request;
  private final Duration quiet;
  private final Budget budget;
  private final Deque<Endpoint> untried;
  private final CallerThread thread = new CallerThread();
  private @Nullable StepAttempt<Q> attempt;
  private boolean begun;

  /**
   * A call that is not made yet.
   *
   * @param method the method that answers with steps
   * @param quiet time limit of a further step
   */
  TraceCall(
      Transport transport,
      Target target,
      MethodDescriptor<Q, TraceResponse> method,
      Q request,
      Duration quiet,
      Budget budget) {
    this.quiet = quiet;
    this.transport = transport;
    this.target = target;
    this.method = method;
    this.request = request;
    this.budget = budget;
    this.untried =
        new ArrayDeque<>(
            transport
                .health()
                .inOrder(target.endpoints().stream().limit(MOST_ENDPOINTS).distinct().toList()));
  }

  @Override
  public Optional<TraceResponse> next() {
    while (true) {
      StepAttempt<Q> asked = attempt == null ? ask() : attempt;
      Optional<TraceResponse> step = asked.step();
      if (step.isPresent()) {
        begin(asked);
        return step;
      }
      if (asked.isDone()) {
        begin(asked);
        return Optional.empty();
      }
      Optional<FailedAttempt> failure = asked.failure();
      if (failure.isPresent()) {
        failed(asked, failure.get());
      } else {
        await(asked);
      }
    }
  }

  private StepAttempt<Q> ask() {
    Endpoint endpoint = untried.poll();
    if (endpoint == null) {
      throw new UpstreamException(ErrorReason.UNREACHABLE, node() + ": no endpoint is known");
    }
    budget.spendUpstreamCall();
    transport.health().asked(endpoint);
    StepAttempt<Q> started =
        new StepAttempt<>(transport, target, endpoint, method, request, budget.timeLeft());
    attempt = started;
    started.start(thread);
    return started;
  }

  private void await(StepAttempt<Q> asked) {
    budget.requireTime();
    Duration most = begun ? quiet : transport.timings().recursiveAttempt();
    long nanos = most.toNanos() - asked.quietFor().toNanos();
    if (nanos <= 0) {
      asked.expire();
      return;
    }
    try {
      thread.work(Math.min(Math.min(nanos, budget.timeLeft().toNanos()), LOOK.toNanos()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UpstreamException(
          ErrorReason.UNREACHABLE, node() + ": interrupted before it answered", e);
    }
  }

  private void begin(StepAttempt<Q> asked) {
    if (!begun) {
      begun = true;
      transport.health().answered(asked.endpoint(), asked.took());
      note(asked, "traced");
    }
  }

  private void failed(StepAttempt<Q> asked, FailedAttempt failure) {
    note(asked, failure.reason().name());
    if (failure.kind() == FailedAttempt.Kind.REFUSED) {
      transport.health().answered(asked.endpoint(), asked.took());
    } else if (failure.kind() != FailedAttempt.Kind.NOT_ASKED) {
      transport.health().failed(asked.endpoint());
    }
    if (begun || failure.isFinal() || untried.isEmpty()) {
      throw new UpstreamException(
          failure.reason() == ErrorReason.TIMED_OUT ? ErrorReason.UNREACHABLE : failure.reason(),
          node() + ": " + failure.why());
    }
    attempt = null;
  }

  private void note(StepAttempt<Q> asked, String outcome) {
    budget.note(new Hop(asked.endpoint(), target.authority(), outcome, asked.took()));
  }

  private String node() {
    return "node for \"" + target.authority() + "\"";
  }

  @Override
  public void close() {
    if (attempt != null) {
      attempt.cancel();
    }
    thread.close();
  }
}
