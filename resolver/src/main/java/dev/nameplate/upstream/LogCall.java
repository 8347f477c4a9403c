package dev.nameplate.upstream;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NameplateException;
import dev.nameplate.record.Endpoint;
import dev.nameplate.v1.LogServiceGrpc;
import dev.nameplate.v1.ReadStatementsRequest;
import dev.nameplate.v1.ReadStatementsResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A log being followed: statements are asked for one after the other, as they are dealt with. What
 * cannot be dealt with ends it. Runs on the executor it is given.
 */
final class LogCall extends ClientCall.Listener<ReadStatementsResponse> {
  private final Transport transport;
  private final Target target;
  private final Endpoint endpoint;
  private final Upstream.Feed feed;
  private final Executor thread;
  private @Nullable ClientCall<ReadStatementsRequest, ReadStatementsResponse> call;

  LogCall(
      Transport transport, Target target, Endpoint endpoint, Upstream.Feed feed, Executor thread) {
    this.transport = transport;
    this.target = target;
    this.endpoint = endpoint;
    this.feed = feed;
    this.thread = thread;
  }

  void start(ReadStatementsRequest request) {
    transport
        .addresses(target, endpoint.host())
        .whenComplete(
            (addresses, failure) ->
                thread.execute(() -> dial(addresses == null ? List.of() : addresses, request)));
  }

  private void dial(List<InetAddress> addresses, ReadStatementsRequest request) {
    Optional<InetAddress> allowed = transport.allowed(target, addresses);
    if (allowed.isEmpty()) {
      feed.ended(unreachable("it has no address that may be dialled"));
      return;
    }
    ClientCall<ReadStatementsRequest, ReadStatementsResponse> started;
    try {
      started =
          transport
              .connections()
              .to(new InetSocketAddress(allowed.get(), endpoint.port()))
              .channel()
              .newCall(
                  LogServiceGrpc.getReadStatementsMethod(),
                  CallOptions.DEFAULT
                      .withExecutor(thread)
                      .withAuthority(endpoint.toString())
                      .withMaxInboundMessageSize(GrpcUpstream.MOST_BYTES));
    } catch (NameplateException e) {
      feed.ended(e);
      return;
    }
    call = started;
    started.start(this, new Metadata());
    started.request(1);
    started.sendMessage(request);
    started.halfClose();
  }

  @Override
  public void onMessage(ReadStatementsResponse response) {
    ClientCall<ReadStatementsRequest, ReadStatementsResponse> running = call;
    if (running == null) {
      return;
    }
    try {
      feed.received(response);
      running.request(1);
    } catch (NameplateException e) {
      running.cancel("it sent what must not be believed", e);
    }
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    feed.ended(unreachable(status.getCode().toString()));
  }

  private UpstreamException unreachable(String why) {
    return new UpstreamException(
        ErrorReason.UNREACHABLE,
        "log of \"" + target.authority() + "\" at " + endpoint + " cannot be followed: " + why);
  }
}
