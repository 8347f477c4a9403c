package dev.nameplate.server.bench;

import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.server.NodeServer;
import dev.nameplate.server.ServerConfig;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.v1.Source;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.util.List;

/**
 * A process that serves, from one gRPC server, a node with some coils in its cache, and an echo.
 * Prints its port, and ends when its input does.
 */
final class BenchServer {
  /** How many coils there are; a power of two. */
  static final int COILS = 8192;

  /** Gives every question the same answer, which was made before. */
  static final MethodDescriptor<ResolveRequest, ResolveResponse> ECHO =
      MethodDescriptor.<ResolveRequest, ResolveResponse>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("nameplate.bench.EchoService/Echo")
          .setRequestMarshaller(ProtoUtils.marshaller(ResolveRequest.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(ResolveResponse.getDefaultInstance()))
          .build();

  private BenchServer() {}

  /** Serves. */
  public static void main(String... arguments) throws IOException {
    try (Scratch scratch = new Scratch();
        Node node = Node.open(NodeConfig.in(scratch.resolve("node")).authorityFor(Coils.PREFIX))) {
      Coils.assign(node, COILS);
      for (int coil = 0; coil < COILS; coil++) {
        node.resolver().resolve(Coils.identifier(coil));
      }
      try (NodeServer server =
          NodeServer.start(ServerConfig.onPort(0), node, List.of(echo(answer(node))))) {
        System.out.println(server.port());
        while (System.in.read() >= 0) {
          // nothing is said to it
        }
      }
    }
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
