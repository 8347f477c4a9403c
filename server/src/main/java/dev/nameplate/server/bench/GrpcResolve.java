package dev.nameplate.server.bench;

import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.v1.Source;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Resolving records that are in a node's cache, over 8 connections with 32 calls in flight on each,
 * against an echo of the same size on the same server.
 */
final class GrpcResolve {
  private static final int COILS = 8192;
  private static final int CONNECTIONS = 8;
  private static final int IN_FLIGHT = 32;
  private static final int CALLS_A_TURN = 4_000;

  /** A method that answers every question with the same prepared answer. */
  private static final MethodDescriptor<ResolveRequest, ResolveResponse> ECHO =
      MethodDescriptor.<ResolveRequest, ResolveResponse>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("nameplate.bench.EchoService/Echo")
          .setRequestMarshaller(ProtoUtils.marshaller(ResolveRequest.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(ResolveResponse.getDefaultInstance()))
          .build();

  private GrpcResolve() {}

  static Figure measure(Path directory, Serving serving, int rounds) {
    try (Node node =
        Node.open(NodeConfig.in(directory).authorityFor(Coils.PREFIX).withoutPassphrase())) {
      Coils.assign(node, COILS);
      for (int coil = 0; coil < COILS; coil++) {
        node.resolver().resolve(Coils.identifier(coil));
      }
      Serving.Served server = serving.serve(node, List.of(echo(answer(node))));
      List<ManagedChannel> connections = connections(server.port());
      try {
        Rounds.Comparison rates =
            Rounds.run(
                    rounds,
                    List.of(
                        calling(ECHO, connections),
                        calling(ResolutionServiceGrpc.getResolveMethod(), connections)))
                .compare(1, 0);
        return Figure.ofRates(
            "gRPC resolve, cached, 8 x 32",
            "empty echo of the same bytes, same server",
            rates,
            0.95);
      } finally {
        connections.forEach(ManagedChannel::shutdownNow);
        server.stop().run();
      }
    }
  }

  private static Contestant calling(
      MethodDescriptor<ResolveRequest, ResolveResponse> method, List<ManagedChannel> connections) {
    List<ResolveRequest> questions = new ArrayList<>();
    for (int coil = 0; coil < COILS; coil++) {
      questions.add(
          ResolveRequest.newBuilder().setIdentifier(Coils.identifier(coil).toString()).build());
    }
    Collections.shuffle(questions, new Random(1));
    return ClosedLoop.turn(
        new ResolveLoad(method, connections, questions), CONNECTIONS, IN_FLIGHT, CALLS_A_TURN);
  }

  private static List<ManagedChannel> connections(int port) {
    return IntStream.range(0, CONNECTIONS)
        .mapToObj(
            number ->
                NettyChannelBuilder.forAddress("127.0.0.1", port)
                    .usePlaintext()
                    .directExecutor()
                    .build())
        .toList();
  }

  private static ResolveResponse answer(Node node) {
    Resolution.Found found = (Resolution.Found) node.resolver().resolve(Coils.identifier(0));
    return ResolveResponse.newBuilder()
        .setOutcome(Outcome.OUTCOME_FOUND)
        .setStatement(found.verified().statement().toProto())
        .setTtlSeconds((int) found.timeToLive().toSeconds())
        .setSource(Source.SOURCE_OWN)
        .build();
  }

  private static ServerServiceDefinition echo(ResolveResponse answer) {
    return ServerServiceDefinition.builder("nameplate.bench.EchoService")
        .addMethod(
            ECHO,
            ServerCalls.asyncUnaryCall(
                (question, caller) -> {
                  caller.onNext(answer);
                  caller.onCompleted();
                }))
        .build();
  }
}
