package dev.nameplate.upstream;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.record.Endpoint;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Hop;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An answer sent by another node, step by step on demand. Of its endpoints the next is asked when
 * one does not begin to answer; once one has begun, there is no other. Used by one thread at a
 * time.
 *
 * @param <Q> the question
 * @param <A> a step of the answer
 */
final class StreamCall<Q, A> implements Upstream.Steps<A> {
  private static final int MOST_ENDPOINTS = 8;

  /** Interval at which a wait checks for cancellation, in milliseconds. */
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Transport transport;
  private final Target target;
  private final Streamed<Q, A> what;
  private final Budget budget;
  private final Deque<Endpoint> untried;
  private final CallerThread thread = new CallerThread();
  private @Nullable StreamAttempt<Q, A> attempt;
  private boolean begun;
  private @Nullable FailedAttempt notOffered;

  /**
   * A question whose answer has steps.
   *
   * @param method the method that answers with steps
   * @param request the question
   * @param ahead the most steps in flight, so that the next step is available when requested
   * @param quiet time limit of a further step
   * @param outcome name of a begun answer, for the route
   */
  record Streamed<Q, A>(
      MethodDescriptor<Q, A> method, Q request, int ahead, Duration quiet, String outcome) {}

  /** A call that is not made yet. */
  StreamCall(Transport transport, Target target, Streamed<Q, A> what, Budget budget) {
    this.transport = transport;
    this.target = target;
    this.what = what;
    this.budget = budget;
    this.untried =
        new ArrayDeque<>(
            transport
                .health()
                .inOrder(target.endpoints().stream().limit(MOST_ENDPOINTS).distinct().toList()));
  }

  @Override
  public Optional<A> next() {
    while (true) {
      StreamAttempt<Q, A> asked = attempt == null ? ask() : attempt;
      Optional<A> step = asked.step();
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

  private StreamAttempt<Q, A> ask() {
    Endpoint endpoint = untried.poll();
    if (endpoint == null) {
      throw new UpstreamException(
          ErrorReason.UNREACHABLE, target.node() + ": no endpoint is known");
    }
    budget.spendUpstreamCall();
    transport.health().asked(endpoint);
    StreamAttempt<Q, A> started =
        new StreamAttempt<>(transport, target, endpoint, what, budget.timeLeft());
    attempt = started;
    started.start(thread);
    return started;
  }

  private void await(StreamAttempt<Q, A> asked) {
    budget.requireTime();
    Duration most = begun ? what.quiet() : transport.timings().recursiveAttempt();
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
          ErrorReason.UNREACHABLE, target.node() + ": interrupted before it answered", e);
    }
  }

  private void begin(StreamAttempt<Q, A> asked) {
    if (!begun) {
      begun = true;
      transport.health().answered(asked.endpoint(), asked.took());
      note(asked, what.outcome());
    }
  }

  private void failed(StreamAttempt<Q, A> asked, FailedAttempt failure) {
    note(asked, failure.reason().name());
    if (failure.kind() == FailedAttempt.Kind.REFUSED
        || failure.kind() == FailedAttempt.Kind.NOT_OFFERED) {
      transport.health().answered(asked.endpoint(), asked.took());
    } else if (failure.kind() != FailedAttempt.Kind.NOT_ASKED) {
      transport.health().failed(asked.endpoint());
    }
    if (failure.kind() == FailedAttempt.Kind.NOT_OFFERED) {
      notOffered = failure;
    }
    FailedAttempt lacking = notOffered;
    if (lacking != null
        && !begun
        && untried.isEmpty()
        && (failure.equals(lacking) || !failure.isFinal())) {
      throw new NotOfferedByPeerException(lacking.reason(), target.node() + ": " + lacking.why());
    }
    if (begun || failure.isFinal() || untried.isEmpty()) {
      throw new UpstreamException(
          failure.reason() == ErrorReason.TIMED_OUT ? ErrorReason.UNREACHABLE : failure.reason(),
          target.node() + ": " + failure.why());
    }
    attempt = null;
  }

  private void note(StreamAttempt<Q, A> asked, String outcome) {
    budget.note(new Hop(asked.endpoint(), target.authority(), outcome, asked.took()));
  }

  @Override
  public void close() {
    if (attempt != null) {
      attempt.cancel();
    }
    thread.close();
  }
}
