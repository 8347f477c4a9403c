package dev.nameplate.server.crash;

import dev.nameplate.v1.ListIdentifiersRequest;
import dev.nameplate.v1.RecallRequest;
import dev.nameplate.v1.RecallSuspect;
import dev.nameplate.v1.ReconcileRequest;
import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.v1.TraceDirection;
import dev.nameplate.v1.TraceRequest;
import dev.nameplate.v1.TraceServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Questions that take long, several at a time, given up a moment later. */
final class CancelledCalls<Q, A> implements Attack {
  private static final int CALLS = 16;
  private static final int ANSWERS = 1 << 20;
  private static final long MILLIS = 200;

  private final ManagedChannel channel;
  private final MethodDescriptor<Q, A> method;
  private final Q question;

  private CancelledCalls(String address, MethodDescriptor<Q, A> method, Q question) {
    this.channel = NettyChannelBuilder.forTarget(address).usePlaintext().build();
    this.method = method;
    this.question = question;
  }

  static Attack lists(String address) {
    return new CancelledCalls<>(
        address,
        ResolutionServiceGrpc.getListIdentifiersMethod(),
        ListIdentifiersRequest.newBuilder().setPrefix(StressTest.PREFIX).setPageSize(1000).build());
  }

  static Attack recalls(String address) {
    return new CancelledCalls<>(
        address,
        TraceServiceGrpc.getRecallMethod(),
        RecallRequest.newBuilder()
            .addSuspects(RecallSuspect.newBuilder().setItem(Hub.ITEM))
            .build());
  }

  static Attack balances(String address) {
    return new CancelledCalls<>(
        address,
        TraceServiceGrpc.getReconcileMethod(),
        ReconcileRequest.newBuilder().setItem(Hub.ITEM).setYields(true).build());
  }

  static Attack traces(String address) {
    return new CancelledCalls<>(
        address,
        TraceServiceGrpc.getTraceMethod(),
        TraceRequest.newBuilder()
            .setItem(Hub.ITEM)
            .setDirection(TraceDirection.TRACE_DIRECTION_DOWNSTREAM)
            .setHistory(true)
            .build());
  }

  @Override
  public void strike() throws InterruptedException {
    CountDownLatch answered = new CountDownLatch(CALLS);
    List<ClientCall<Q, A>> open = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      ClientCall<Q, A> call = channel.newCall(method, CallOptions.DEFAULT);
      call.start(
          new ClientCall.Listener<>() {
            @Override
            public void onClose(Status status, Metadata trailers) {
              answered.countDown();
            }
          },
          new Metadata());
      call.request(ANSWERS);
      call.sendMessage(question);
      call.halfClose();
      open.add(call);
    }
    var unused = answered.await(MILLIS, TimeUnit.MILLISECONDS);
    open.forEach(call -> call.cancel("changed its mind", null));
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
