package dev.nameplate.upstream;

import dev.nameplate.record.Endpoint;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A question to an endpoint: its address is found and dialled, the answer awaited. Ends once, by an
 * answer or a failure, reported to {@link Ending}, or by being abandoned, without a report.
 * Confined to the asking thread.
 */
final class Attempt<Q, A> extends Dialled<Q, A> {
  private final NodeCall<Q, A> what;
  private final Duration time;
  private final Ending<Q, A> ending;
  private boolean ended;
  private @Nullable A answer;

  /** Receives the end of an attempt. */
  interface Ending<Q, A> {
    void answered(Attempt<Q, A> attempt, A answer, String outcome);

    void failed(Attempt<Q, A> attempt, FailedAttempt failure);
  }

  /**
   * An attempt that is yet to start.
   *
   * @param time how long it may take
   */
  Attempt(
      Transport transport,
      Target target,
      Endpoint endpoint,
      NodeCall<Q, A> what,
      Duration time,
      Ending<Q, A> ending) {
    super(transport, target, endpoint);
    this.what = what;
    this.time = time;
    this.ending = ending;
  }

  /** Remaining time; zero or less after the deadline. */
  long nanosLeft() {
    return time.toNanos() - took().toNanos();
  }

  /** True if it had less time than an endpoint may take, so that lateness proves little. */
  boolean wasHurried() {
    return time.compareTo(what.time()) < 0;
  }

  /** Ends the attempt because it took too long. */
  void expire() {
    if (!ended) {
      fail(FailedAttempt.late());
      cancel();
    }
  }

  /** Ends the attempt because its answer is no longer needed. */
  void giveUp() {
    ended = true;
    cancel();
  }

  @Override
  Asked<Q, A> asked() {
    return new Asked<>(
        what.method(),
        what.request(),
        what.mostBytes(),
        2, // a second answer would be one too many, and is to be noticed
        Optional.of(Duration.ofNanos(nanosLeft())));
  }

  @Override
  boolean isOver() {
    return ended;
  }

  @Override
  public void onHeaders(Metadata headers) {
    heard();
  }

  @Override
  public void onMessage(A message) {
    heard();
    if (ended) {
      return;
    }
    if (answer != null) { // and who knows how many more
      fail(FailedAttempt.noAnswer("more than one answer"));
      cancel();
      return;
    }
    answer = message;
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    if (ended) {
      return;
    }
    if (status.isOk()) {
      accept();
      return;
    }
    if (!trailers.keys().isEmpty()) { // which did not come from our own side
      heard();
    }
    fail(FailedAttempt.of(status, trailers, what.mostBytes()));
  }

  private void accept() {
    A given = answer;
    Optional<String> outcome = given == null ? Optional.empty() : what.outcome().apply(given);
    if (given == null || outcome.isEmpty()) {
      fail(FailedAttempt.noAnswer("malformed answer"));
    } else {
      ended = true;
      ending.answered(this, given, outcome.get());
    }
  }

  @Override
  void fail(FailedAttempt failure) {
    ended = true;
    leaveIfSpoilt(failure);
    ending.failed(this, failure);
  }
}
