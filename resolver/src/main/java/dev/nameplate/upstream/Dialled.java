package dev.nameplate.upstream;

import dev.nameplate.record.Endpoint;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A call to an endpoint: its address is found, and dialled if allowed. All of it is done by the
 * executor it is given, and nothing but it.
 */
abstract class Dialled<Q, A> extends ClientCall.Listener<A> {
  final Transport transport;
  final Target target;
  private final Endpoint endpoint;
  private final long startedAt = System.nanoTime();
  private boolean searching;
  private @Nullable Connection connection;
  private @Nullable ClientCall<Q, A> call;

  Dialled(Transport transport, Target target, Endpoint endpoint) {
    this.transport = transport;
    this.target = target;
    this.endpoint = endpoint;
  }

  /**
   * A request to send.
   *
   * @param mostBytes the most bytes of an answer
   * @param ahead the most answers that may arrive before one is taken
   * @param deadline time limit of the whole call; empty for none
   */
  record Asked<Q, A>(
      MethodDescriptor<Q, A> method,
      Q request,
      int mostBytes,
      int ahead,
      Optional<Duration> deadline) {}

  /** The request, made when the endpoint is dialled. */
  abstract Asked<Q, A> asked();

  /** True if the answer is no longer wanted. */
  abstract boolean isOver();

  /** Reports that there is no further answer. */
  abstract void fail(FailedAttempt why);

  final Endpoint endpoint() {
    return endpoint;
  }

  /** Elapsed time. */
  final Duration took() {
    return Duration.ofNanos(System.nanoTime() - startedAt);
  }

  /** True while a name is being looked up. */
  final boolean isSearching() {
    return searching;
  }

  /** Begins. */
  final void start(Executor thread) {
    searching = Addresses.isName(endpoint.host());
    transport
        .addresses(target, endpoint.host())
        .whenComplete(
            (addresses, failure) -> thread.execute(() -> found(addresses, failure, thread)));
  }

  private void found(
      @Nullable List<InetAddress> addresses, @Nullable Throwable failure, Executor thread) {
    searching = false;
    if (isOver()) {
      return;
    }
    if (addresses == null || addresses.isEmpty()) {
      fail(
          FailedAttempt.unreachable(
              failure == null ? "no address" : String.valueOf(failure.getMessage())));
      return;
    }
    Optional<InetAddress> allowed = transport.allowed(target, addresses);
    if (allowed.isPresent()) {
      dial(new InetSocketAddress(allowed.get(), endpoint.port()), thread);
    } else {
      fail(
          FailedAttempt.notAsked(
              addresses.get(0).getHostAddress() + " is an address that referrals may not use"));
    }
  }

  private void dial(InetSocketAddress address, Executor thread) {
    Asked<Q, A> what = asked();
    CallOptions options =
        CallOptions.DEFAULT
            .withExecutor(thread)
            .withAuthority(endpoint.toString())
            .withMaxInboundMessageSize(what.mostBytes());
    if (what.deadline().isPresent()) {
      long nanos = Math.max(1, what.deadline().get().toNanos());
      options = options.withDeadlineAfter(nanos, TimeUnit.NANOSECONDS);
    }
    Connection dialled = transport.connections().to(address);
    ClientCall<Q, A> started = dialled.channel().newCall(what.method(), options);
    connection = dialled;
    call = started;
    started.start(this, new Metadata());
    started.request(what.ahead());
    started.sendMessage(what.request());
    started.halfClose();
  }

  /** Requests another answer. */
  final void more() {
    if (call != null) {
      call.request(1);
    }
  }

  /** The endpoint gave a sign of life. */
  final void heard() {
    if (connection != null) {
      connection.heard();
    }
  }

  /** Uses the connection no more if nothing good can be expected of it. */
  final void leaveIfSpoilt(FailedAttempt failure) {
    if (connection != null
        && switch (failure.kind()) {
          case NOT_ASKED, REFUSED, NOT_OFFERED -> false;
          case NO_ANSWER -> true;
          case SILENT -> connection.silentSince(startedAt);
        }) {
      transport.connections().leave(connection);
    }
  }

  final void cancel() {
    if (call != null) {
      call.cancel("no longer needed", null);
    }
  }
}
