package dev.nameplate.server.bench;

import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.v1.ManyAnswer;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.v1.ResolveManyRequest;
import dev.nameplate.v1.ResolveManyResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Resolving many records that are in a node's cache in one call, with their proofs, over 2
 * connections with 2 calls in flight on each, against a service that sends the same messages, which
 * it has prepared.
 */
final class ManyResolve {
  private static final int COILS = 8192;
  private static final int CONNECTIONS = 2;
  private static final int IN_FLIGHT = 2;
  private static final int CALLS_A_TURN = 4;

  /** A method that answers every question with the same prepared messages. */
  private static final MethodDescriptor<ResolveManyRequest, ResolveManyResponse> PREPARED =
      MethodDescriptor.<ResolveManyRequest, ResolveManyResponse>newBuilder()
          .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
          .setFullMethodName("nameplate.bench.PreparedService/Send")
          .setRequestMarshaller(ProtoUtils.marshaller(ResolveManyRequest.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(ResolveManyResponse.getDefaultInstance()))
          .build();

  private ManyResolve() {}

  static Figure measure(Path directory, Serving serving, int rounds) {
    List<ResolveManyResponse> prepared = new ArrayList<>();
    try (Node node =
        Node.open(NodeConfig.in(directory).authorityFor(Coils.PREFIX).withoutPassphrase())) {
      Coils.assign(node, COILS);
      Serving.Served server = serving.serve(node, List.of(sending(prepared)));
      List<ManagedChannel> connections = connections(server.port());
      try {
        ResolveManyRequest question = question();
        ResolutionServiceGrpc.newBlockingStub(connections.get(0))
            .resolveMany(question)
            .forEachRemaining(prepared::add);
        Rounds.Comparison rates =
            Rounds.run(
                    rounds,
                    List.of(
                        new Asking(PREPARED, connections, question),
                        new Asking(
                            ResolutionServiceGrpc.getResolveManyMethod(), connections, question)))
                .compare(1, 0);
        return Figure.ofRates(
            "resolve many in one call, cached",
            "the same messages, prepared, same server",
            rates,
            0.50);
      } finally {
        connections.forEach(ManagedChannel::shutdownNow);
        server.stop().run();
      }
    }
  }

  private static ResolveManyRequest question() {
    List<String> coils = new ArrayList<>();
    for (int coil = 0; coil < COILS; coil++) {
      coils.add(Coils.identifier(coil).toString());
    }
    Collections.shuffle(coils, new Random(1));
    return ResolveManyRequest.newBuilder().addAllIdentifiers(coils).build();
  }

  private static List<ManagedChannel> connections(int port) {
    List<ManagedChannel> connections = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      connections.add(
          NettyChannelBuilder.forAddress("127.0.0.1", port)
              .usePlaintext()
              .directExecutor()
              .build());
    }
    return connections;
  }

  private static ServerServiceDefinition sending(List<ResolveManyResponse> prepared) {
    return ServerServiceDefinition.builder("nameplate.bench.PreparedService")
        .addMethod(
            PREPARED,
            ServerCalls.asyncServerStreamingCall(
                (question, caller) -> {
                  ServerCallStreamObserver<ResolveManyResponse> ready =
                      (ServerCallStreamObserver<ResolveManyResponse>) caller;
                  Iterator<ResolveManyResponse> messages = prepared.iterator();
                  ready.setOnReadyHandler(
                      () -> {
                        while (ready.isReady() && messages.hasNext()) {
                          ready.onNext(messages.next());
                          if (!messages.hasNext()) {
                            ready.onCompleted();
                          }
                        }
                      });
                }))
        .build();
  }

  private record Asking(
      MethodDescriptor<ResolveManyRequest, ResolveManyResponse> method,
      List<? extends Channel> connections,
      ResolveManyRequest question)
      implements Contestant {
    @Override
    public long turn() {
      CountDownLatch callers = new CountDownLatch(connections.size() * IN_FLIGHT);
      AtomicLong answers = new AtomicLong();
      for (int caller = 0; caller < IN_FLIGHT; caller++) {
        connections.forEach(
            connection -> new Caller(this, connection, answers, callers).call(CALLS_A_TURN));
      }
      try {
        callers.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      long expected = (long) connections.size() * IN_FLIGHT * CALLS_A_TURN * COILS;
      if (answers.get() != expected) {
        throw new IllegalStateException(
            answers + " identifiers were found (expected: " + expected + ")");
      }
      return expected;
    }
  }

  /** Makes calls, one after the other. */
  private record Caller(Asking asking, Channel connection, AtomicLong found, CountDownLatch ended) {
    void call(int left) {
      if (left == 0) {
        ended.countDown();
        return;
      }
      ClientCalls.asyncServerStreamingCall(
          connection.newCall(asking.method(), CallOptions.DEFAULT),
          asking.question(),
          new StreamObserver<ResolveManyResponse>() {
            @Override
            public void onNext(ResolveManyResponse message) {
              int count = 0;
              for (ManyAnswer answer : message.getAnswersList()) {
                count += answer.getOutcome() == Outcome.OUTCOME_FOUND ? 1 : 0;
              }
              found.addAndGet(count);
            }

            @Override
            public void onError(Throwable thrown) {
              ended.countDown();
            }

            @Override
            public void onCompleted() {
              call(left - 1);
            }
          });
    }
  }
}
