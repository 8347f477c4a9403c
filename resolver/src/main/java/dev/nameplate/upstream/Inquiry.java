package dev.nameplate.upstream;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.record.Endpoint;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Hop;
import dev.nameplate.resolve.TimedOutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A question to the endpoints of a node: the best is asked first, a second as well if that takes
 * long or fails, and so on; the first answer ends it. Used once, by one thread, which also
 * processes the answers.
 */
final class Inquiry<Q, A> implements Attempt.Ending<Q, A> {
  private static final int MOST_ENDPOINTS = 8;
  private static final int MOST_AT_ONCE = 2;

  /** Time by which a node may give up before the deadline that it was told. */
  private static final Duration ALL_BUT_UP = Duration.ofMillis(10);

  private final Transport transport;
  private final Target target;
  private final NodeCall<Q, A> what;
  private final Budget budget;
  private final Deque<Endpoint> untried;
  private final CallerThread thread = new CallerThread();
  private final List<Attempt<Q, A>> running = new ArrayList<>(MOST_AT_ONCE);
  private final List<Failure> failures = new ArrayList<>();
  private long hedgeAt;
  private @Nullable A answer;

  private record Failure(Endpoint endpoint, FailedAttempt what) {
    @Override
    public String toString() {
      String shown = Addresses.isHost(endpoint.host()) ? endpoint.toString() : "an endpoint";
      return shown + " (" + what.why() + ")";
    }
  }

  Inquiry(Transport transport, Target target, NodeCall<Q, A> what, Budget budget) {
    this.transport = transport;
    this.target = target;
    this.what = what;
    this.budget = budget;
    List<Endpoint> first = target.endpoints().stream().limit(MOST_ENDPOINTS).distinct().toList();
    this.untried = new ArrayDeque<>(transport.health().inOrder(first));
  }

  /** Asks, as {@link Upstream} promises. */
  A answer() {
    try (thread) {
      return firstAnswer();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UpstreamException(
          ErrorReason.UNREACHABLE, target.node() + ": interrupted before it answered", e);
    }
  }

  private A firstAnswer() throws InterruptedException {
    try {
      while (true) {
        A given = answer;
        if (given != null) {
          return given;
        }
        budget.requireTime();
        askMore();
        if (!running.isEmpty()) {
          thread.work(nanosToWait());
        }
        List.copyOf(running).stream()
            .filter(attempt -> attempt.nanosLeft() <= 0)
            .forEach(Attempt::expire);
      }
    } finally {
      running.forEach(this::giveUp);
    }
  }

  private void askMore() {
    if (finalReason().isPresent() || (running.isEmpty() && untried.isEmpty())) {
      throw failed();
    }
    if (running.isEmpty()) {
      budget.spendUpstreamCall();
      ask(untried.remove());
    } else if (mayHedge() && hedgeAt - System.nanoTime() <= 0) {
      if (budget.trySpendUpstreamCall()) {
        ask(untried.remove());
      } else {
        hedgeAt += what.time().toNanos(); // with nothing left to ask with, there is no hurry
      }
    }
  }

  /** The final reason of any of them, if there is one. */
  private Optional<ErrorReason> finalReason() {
    return failures.stream()
        .map(Failure::what)
        .filter(FailedAttempt::isFinal)
        .map(FailedAttempt::reason)
        .findFirst();
  }

  /** True if a second endpoint may be asked: names are looked up one after the other. */
  private boolean mayHedge() {
    return !untried.isEmpty()
        && running.size() < MOST_AT_ONCE
        && !(running.get(0).isSearching() && Addresses.isName(untried.element().host()));
  }

  private void ask(Endpoint endpoint) {
    Duration left = budget.timeLeft();
    Duration time = left.compareTo(what.time()) < 0 ? left : what.time();
    Attempt<Q, A> attempt = new Attempt<>(transport, target, endpoint, what, time, this);
    hedgeAt = System.nanoTime() + transport.health().hedgeAfter(endpoint).toNanos();
    transport.health().asked(endpoint);
    running.add(attempt);
    attempt.start(thread);
  }

  private long nanosToWait() {
    long nanos = budget.timeLeft().toNanos();
    for (Attempt<Q, A> attempt : running) {
      nanos = Math.min(nanos, attempt.nanosLeft());
    }
    return mayHedge() ? Math.min(nanos, hedgeAt - System.nanoTime()) : nanos;
  }

  @Override
  public void answered(Attempt<Q, A> attempt, A given, String outcome) {
    running.remove(attempt);
    transport.health().answered(attempt.endpoint(), attempt.took());
    note(attempt, outcome);
    answer = given;
  }

  @Override
  public void failed(Attempt<Q, A> attempt, FailedAttempt failure) {
    running.remove(attempt);
    switch (failure.kind()) {
      case NOT_ASKED -> {}
      case REFUSED, NOT_OFFERED -> transport.health().answered(attempt.endpoint(), attempt.took());
      case NO_ANSWER -> transport.health().failed(attempt.endpoint());
      case SILENT -> {
        if (failure.reason() == ErrorReason.TIMED_OUT && attempt.wasHurried()) {
          transport.health().overtaken(attempt.endpoint(), attempt.took());
        } else {
          transport.health().failed(attempt.endpoint());
        }
      }
    }
    note(attempt, failure.reason().name());
    failures.add(new Failure(attempt.endpoint(), failure));
    hedgeAt = System.nanoTime();
  }

  private void giveUp(Attempt<Q, A> attempt) {
    attempt.giveUp();
    transport.health().overtaken(attempt.endpoint(), attempt.took());
    note(attempt, ErrorReason.TIMED_OUT.name());
  }

  private void note(Attempt<Q, A> attempt, String outcome) {
    budget.note(new Hop(attempt.endpoint(), target.authority(), outcome, attempt.took()));
  }

  private RuntimeException failed() {
    if (budget.timeLeft().compareTo(ALL_BUT_UP) < 0) {
      return new TimedOutException();
    }
    if (failures.isEmpty()) {
      return new UpstreamException(
          ErrorReason.UNREACHABLE, target.node() + ": no endpoint is known");
    }
    String tried = failures.stream().map(Failure::toString).collect(Collectors.joining(", "));
    return new UpstreamException(reason(), target.node() + ": no answer from " + tried);
  }

  /** The reason of the best endpoint if all responded, unless one refusal is final. */
  private ErrorReason reason() {
    boolean heard = failures.stream().allMatch(one -> one.what().isHeard());
    return finalReason().orElse(heard ? failures.get(0).what().reason() : ErrorReason.UNREACHABLE);
  }
}
