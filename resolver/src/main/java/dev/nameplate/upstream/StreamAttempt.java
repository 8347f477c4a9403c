package dev.nameplate.upstream;

import dev.nameplate.record.Endpoint;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * A streamed answer requested from an endpoint. A step is requested when the previous step was
 * taken. All work is done on the asking thread.
 */
final class StreamAttempt<Q, A> extends Dialled<Q, A> {
  private final StreamCall.Streamed<Q, A> what;
  private final Duration time;
  private final Queue<A> arrived = new ArrayDeque<>();
  private long heardAt = System.nanoTime();
  private boolean done;
  private Optional<FailedAttempt> failure = Optional.empty();

  /**
   * An attempt that is yet to start.
   *
   * @param time how long the whole answer may take
   */
  StreamAttempt(
      Transport transport,
      Target target,
      Endpoint endpoint,
      StreamCall.Streamed<Q, A> what,
      Duration time) {
    super(transport, target, endpoint);
    this.what = what;
    this.time = time;
  }

  /** Time since the last message. */
  Duration quietFor() {
    return Duration.ofNanos(System.nanoTime() - heardAt);
  }

  /** The next step, if it is there. */
  Optional<A> step() {
    A step = arrived.poll();
    if (step == null) {
      return Optional.empty();
    }
    heardAt = System.nanoTime(); // a slow reader is not the node's fault
    more();
    return Optional.of(step);
  }

  /** True if the last step was taken. */
  boolean isDone() {
    return done && arrived.isEmpty();
  }

  /** The failure that ended the steps, once all received steps were taken. */
  Optional<FailedAttempt> failure() {
    return arrived.isEmpty() ? failure : Optional.empty();
  }

  @Override
  Asked<Q, A> asked() {
    return new Asked<>(
        what.method(), what.request(), GrpcUpstream.MOST_BYTES, what.ahead(), Optional.of(time));
  }

  @Override
  boolean isOver() {
    return done || failure.isPresent();
  }

  @Override
  public void onHeaders(Metadata headers) {
    hear();
  }

  @Override
  public void onMessage(A step) {
    hear();
    if (failure.isEmpty()) {
      arrived.add(step);
    }
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    if (status.isOk()) {
      done = true;
    } else if (failure.isEmpty()) {
      fail(
          status.getCode() == Status.Code.UNIMPLEMENTED
              ? FailedAttempt.notOffered()
              : FailedAttempt.of(status, trailers, GrpcUpstream.MOST_BYTES));
    }
  }

  /** Ends the attempt because it took too long. */
  void expire() {
    fail(FailedAttempt.late());
    cancel();
  }

  @Override
  void fail(FailedAttempt why) {
    failure = Optional.of(why);
    leaveIfSpoilt(why);
  }

  private void hear() {
    heardAt = System.nanoTime();
    heard();
  }
}
