package dev.nameplate.upstream;

import dev.nameplate.record.Endpoint;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint being asked: its address found and dialled, the answer awaited. Ends once, by an
 * answer or a failure, of which {@link Ending} is told, or by being given up; after that it is
 * silent. Confined to the thread that asks.
 */
final class Attempt<Q, A> extends ClientCall.Listener<A> {
  private final Transport transport;
  private final Target target;
  private final Endpoint endpoint;
  private final NodeCall<Q, A> what;
  private final Duration time;
  private final Ending<Q, A> ending;
  private final long startedAt = System.nanoTime();
  private boolean searching;
  private boolean ended;
  private @Nullable A answer;
  private @Nullable Connection connection;
  private @Nullable ClientCall<Q, A> call;

  /** Is told how an attempt ended. */
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
    this.transport = transport;
    this.target = target;
    this.endpoint = endpoint;
    this.what = what;
    this.time = time;
    this.ending = ending;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** How long it has been going on. */
  Duration took() {
    return Duration.ofNanos(System.nanoTime() - startedAt);
  }

  /** How much of its time is left; zero or less when it is up. */
  long nanosLeft() {
    return time.toNanos() - took().toNanos();
  }

  /** Whether it had less time than an endpoint may take, so that being late says little of it. */
  boolean wasHurried() {
    return time.compareTo(what.time()) < 0;
  }

  /** Whether a name is being looked up. */
  boolean isSearching() {
    return searching;
  }

  /** Begins. What follows is done by the executor, and nothing but it. */
  void start(Executor thread) {
    searching = Addresses.isName(endpoint.host());
    transport
        .addresses(target, endpoint.host())
        .whenComplete(
            (addresses, failure) -> thread.execute(() -> found(addresses, failure, thread)));
  }

  /** Ends it since it took too long. */
  void expire() {
    if (!ended) {
      fail(FailedAttempt.late());
      cancel();
    }
  }

  /** Ends it since its answer is not needed any more. */
  void giveUp() {
    ended = true;
    cancel();
  }

  private void found(
      @Nullable List<InetAddress> addresses, @Nullable Throwable failure, Executor thread) {
    searching = false;
    if (ended) {
      return;
    }
    if (addresses == null || addresses.isEmpty()) {
      fail(FailedAttempt.unreachable(failure == null ? "no address" : reasonOf(failure)));
      return;
    }
    Optional<InetAddress> allowed = transport.allowed(target, addresses);
    if (allowed.isPresent()) {
      dial(new InetSocketAddress(allowed.get(), endpoint.port()), thread);
    } else {
      fail(
          FailedAttempt.notAsked(
              addresses.get(0).getHostAddress() + " is no address that other nodes may name"));
    }
  }

  private void dial(InetSocketAddress address, Executor thread) {
    Connection dialled = transport.connections().to(address);
    ClientCall<Q, A> started =
        dialled
            .channel()
            .newCall(
                what.method(),
                CallOptions.DEFAULT
                    .withExecutor(thread)
                    .withAuthority(endpoint.toString())
                    .withMaxInboundMessageSize(what.mostBytes())
                    .withDeadlineAfter(Math.max(1, nanosLeft()), TimeUnit.NANOSECONDS));
    connection = dialled;
    call = started;
    started.start(this, new Metadata());
    started.request(2); // a second answer would be one too many, and is to be noticed
    started.sendMessage(what.request());
    started.halfClose();
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

  private void fail(FailedAttempt failure) {
    ended = true;
    if (connection != null && isSpoilt(connection, failure)) {
      transport.connections().leave(connection);
    }
    ending.failed(this, failure);
  }

  /** Whether nothing good can be expected of a connection any more. */
  private boolean isSpoilt(Connection used, FailedAttempt failure) {
    return switch (failure.kind()) {
      case NOT_ASKED, REFUSED -> false;
      case NO_ANSWER -> true;
      case SILENT -> used.silentSince(startedAt);
    };
  }

  private void heard() {
    if (connection != null) {
      connection.heard();
    }
  }

  private void cancel() {
    if (call != null) {
      call.cancel("not needed any more", null);
    }
  }

  private static String reasonOf(Throwable failure) {
    return String.valueOf(failure.getMessage());
  }
}
