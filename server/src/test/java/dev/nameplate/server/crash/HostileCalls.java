package dev.nameplate.server.crash;

import dev.nameplate.v1.AssignAllRequest;
import dev.nameplate.v1.AssignRequest;
import dev.nameplate.v1.ListIdentifiersRequest;
import dev.nameplate.v1.LogServiceGrpc;
import dev.nameplate.v1.ReadStatementsRequest;
import dev.nameplate.v1.RegistrationServiceGrpc;
import dev.nameplate.v1.ResolutionServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Calls over a few connections whose answers are never asked for. As many are open as the server
 * lets each connection have: where it ends some of them, others follow.
 */
final class HostileCalls implements Attack {
  private static final int CONNECTIONS = 4;
  private static final int CALLS = 256;
  private static final int MESSAGES = 8192;
  private static final String PREFIX = StressTest.PREFIX;

  private final List<ManagedChannel> channels = new ArrayList<>();
  private final List<Semaphore> free = new ArrayList<>();
  private final Call call;
  private int next;

  /** How a call begins. */
  private interface Call {
    void on(ManagedChannel channel, Semaphore free);
  }

  private HostileCalls(String address, Call call) {
    this.call = call;
    for (int i = 0; i < CONNECTIONS; i++) {
      channels.add(
          NettyChannelBuilder.forTarget(address).usePlaintext().flowControlWindow(65_535).build());
      free.add(new Semaphore(CALLS));
    }
  }

  /** Streams of writes that are refused. */
  static Attack unreadRefusals(String address) {
    AssignAllRequest refused =
        AssignAllRequest.newBuilder()
            .setAssignment(AssignRequest.newBuilder().setIdentifier("88.118.9/" + "x".repeat(700)))
            .build();
    return new HostileCalls(
        address,
        (channel, free) ->
            start(channel, free, RegistrationServiceGrpc.getAssignAllMethod(), refused, MESSAGES));
  }

  /** Large pages. */
  static Attack unreadPages(String address) {
    ListIdentifiersRequest large =
        ListIdentifiersRequest.newBuilder()
            .setPrefix(PREFIX)
            .setSuffixStart("PAGE")
            .setPageSize(100)
            .build();
    return new HostileCalls(
        address,
        (channel, free) ->
            start(channel, free, ResolutionServiceGrpc.getListIdentifiersMethod(), large, 1)
                .halfClose());
  }

  /** Large requests that do not end. */
  static Attack halfSent(String address) {
    AssignRequest large = GoodClient.request(PREFIX + "/HALF", 240_000);
    return new HostileCalls(
        address,
        (channel, free) ->
            start(channel, free, RegistrationServiceGrpc.getAssignMethod(), large, 1));
  }

  /** Readers of a log to come. */
  static Attack followers(String address) {
    ReadStatementsRequest follow = ReadStatementsRequest.newBuilder().setFollow(true).build();
    return new HostileCalls(
        address,
        (channel, free) ->
            start(channel, free, LogServiceGrpc.getReadStatementsMethod(), follow, 1).halfClose());
  }

  /** Those who watch the server's health. */
  static Attack watches(String address) {
    return new HostileCalls(
        address,
        (channel, free) ->
            start(
                    channel,
                    free,
                    HealthGrpc.getWatchMethod(),
                    HealthCheckRequest.getDefaultInstance(),
                    1)
                .halfClose());
  }

  /** Questions about the server's services. */
  static Attack reflections(String address) {
    ServerReflectionRequest services =
        ServerReflectionRequest.newBuilder().setFileContainingSymbol("nameplate.v1.Record").build();
    return new HostileCalls(
        address,
        (channel, free) ->
            start(
                channel,
                free,
                ServerReflectionGrpc.getServerReflectionInfoMethod(),
                services,
                MESSAGES));
  }

  @Override
  public void strike() throws InterruptedException {
    int which = next++ % CONNECTIONS;
    if (free.get(which).tryAcquire(100, TimeUnit.MILLISECONDS)) {
      call.on(channels.get(which), free.get(which));
    }
  }

  private static <Q, A> ClientCall<Q, A> start(
      ManagedChannel channel,
      Semaphore free,
      MethodDescriptor<Q, A> method,
      Q request,
      int messages) {
    ClientCall<Q, A> call = channel.newCall(method, CallOptions.DEFAULT);
    Sender<Q, A> sender = new Sender<>(call, free, request, messages - 1);
    call.start(sender, new Metadata());
    call.sendMessage(request);
    return call;
  }

  /** Sends the same request while there is room for it. Reads nothing. */
  private static final class Sender<Q, A> extends ClientCall.Listener<A> {
    private final ClientCall<Q, A> call;
    private final Semaphore free;
    private final Q request;
    private int left;

    Sender(ClientCall<Q, A> call, Semaphore free, Q request, int left) {
      this.call = call;
      this.free = free;
      this.request = request;
      this.left = left;
    }

    @Override
    public void onReady() {
      while (left > 0 && call.isReady()) {
        call.sendMessage(request);
        left--;
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      free.release();
    }
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
  }
}
