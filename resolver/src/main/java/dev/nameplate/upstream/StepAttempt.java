package dev.nameplate.upstream;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.record.Endpoint;
import dev.nameplate.v1.TraceRequest;
import dev.nameplate.v1.TraceResponse;
import dev.nameplate.v1.TraceServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint being asked for a trace. A step is asked for when the one before it was taken. All
 * of it is done on the thread of whoever asks.
 */
final class StepAttempt extends ClientCall.Listener<TraceResponse> {
  /** Steps that may be on their way, so that the next one is there when it is wanted. */
  private static final int AHEAD = 64;

  private final Transport transport;
  private final Target target;
  private final Endpoint endpoint;
  private final Executor thread;
  private final Queue<TraceResponse> arrived = new ArrayDeque<>();
  private final long startedAt = System.nanoTime();
  private long heardAt = startedAt;
  private boolean done;
  private Optional<FailedAttempt> failure = Optional.empty();
  private @Nullable Connection connection;
  private @Nullable ClientCall<TraceRequest, TraceResponse> call;

  StepAttempt(Transport transport, Target target, Endpoint endpoint, Executor thread) {
    this.transport = transport;
    this.target = target;
    this.endpoint = endpoint;
    this.thread = thread;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** How long it has been going on. */
  Duration took() {
    return Duration.ofNanos(System.nanoTime() - startedAt);
  }

  /** How long nothing has come. */
  Duration quietFor() {
    return Duration.ofNanos(System.nanoTime() - heardAt);
  }

  /** The next step, if it is there. */
  Optional<TraceResponse> step() {
    TraceResponse step = arrived.poll();
    if (step == null) {
      return Optional.empty();
    }
    heardAt = System.nanoTime(); // whoever takes long to take a step cannot blame the node
    if (call != null) {
      call.request(1);
    }
    return Optional.of(step);
  }

  /** Whether the last step was taken. */
  boolean isDone() {
    return done && arrived.isEmpty();
  }

  /** Why no further step comes, once those that came were taken. */
  Optional<FailedAttempt> failure() {
    return arrived.isEmpty() ? failure : Optional.empty();
  }

  /**
   * Begins.
   *
   * @param time how long the whole answer may take
   */
  void start(TraceRequest request, Duration time) {
    transport
        .addresses(target, endpoint.host())
        .whenComplete(
            (addresses, why) ->
                thread.execute(
                    () -> found(addresses == null ? List.of() : addresses, request, time)));
  }

  private void found(List<InetAddress> addresses, TraceRequest request, Duration time) {
    if (done || failure.isPresent()) {
      return;
    }
    if (addresses.isEmpty()) {
      fail(FailedAttempt.unreachable("no address"));
      return;
    }
    Optional<InetAddress> allowed = transport.allowed(target, addresses);
    if (allowed.isEmpty()) {
      fail(FailedAttempt.notAsked("it has no address that other nodes may name"));
      return;
    }
    Connection dialled =
        transport.connections().to(new InetSocketAddress(allowed.get(), endpoint.port()));
    ClientCall<TraceRequest, TraceResponse> started =
        dialled
            .channel()
            .newCall(
                TraceServiceGrpc.getTraceMethod(),
                CallOptions.DEFAULT
                    .withExecutor(thread)
                    .withAuthority(endpoint.toString())
                    .withMaxInboundMessageSize(GrpcUpstream.MOST_BYTES)
                    .withDeadlineAfter(Math.max(1, time.toNanos()), TimeUnit.NANOSECONDS));
    connection = dialled;
    call = started;
    started.start(this, new Metadata());
    started.request(AHEAD);
    started.sendMessage(request);
    started.halfClose();
  }

  @Override
  public void onHeaders(Metadata headers) {
    heard();
  }

  @Override
  public void onMessage(TraceResponse step) {
    heard();
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
              ? new FailedAttempt(
                  FailedAttempt.Kind.REFUSED,
                  ErrorReason.NOT_AUTHORITATIVE,
                  "it does not offer tracing")
              : FailedAttempt.of(status, trailers, GrpcUpstream.MOST_BYTES));
    }
  }

  /** Ends it since it took too long. */
  void expire() {
    fail(FailedAttempt.late());
    cancel();
  }

  /** Ends it since no more is needed. */
  void cancel() {
    if (call != null) {
      call.cancel("not needed any more", null);
    }
  }

  private void fail(FailedAttempt why) {
    failure = Optional.of(why);
    if (connection != null
        && why.kind() == FailedAttempt.Kind.SILENT
        && connection.silentSince(startedAt)) {
      transport.connections().leave(connection);
    }
  }

  private void heard() {
    heardAt = System.nanoTime();
    if (connection != null) {
      connection.heard();
    }
  }
}
