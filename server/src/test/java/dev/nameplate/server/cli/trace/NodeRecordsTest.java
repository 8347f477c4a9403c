package dev.nameplate.server.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.access.Caller;
import dev.nameplate.assign.Assignment;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.OperationId;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Endpoint;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.grpc.NodeServices;
import dev.nameplate.server.operation.Operations;
import dev.nameplate.trace.sheet.SheetRecords.Finding;
import dev.nameplate.trace.sheet.SheetRecords.Known;
import dev.nameplate.trace.sheet.SheetRecords.Unknown;
import dev.nameplate.v1.ItemError;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.v1.ResolveAllRequest;
import dev.nameplate.v1.ResolveAllResponse;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of the answers of a node that is honest, and of one that is not. */
final class NodeRecordsTest {
  @TempDir private Path directory;
  private Node node;
  private Server honest;
  private ManagedChannel channel;
  private Server listening;
  private NodeConnection connection;

  @BeforeEach
  void open() throws IOException {
    node = Node.open(NodeConfig.in(directory).authorityFor("88.118.40"));
    for (String suffix : Set.of("FOUND", "TAMPERED", "OTHER", "GONE")) {
      node.registrar().assign(Assignment.of("88.118.40/" + suffix).value(1, "name", suffix));
    }
    node.registrar().retire(Identifier.parse("88.118.40/GONE"), 1, OperationId.of("gone"));
    String name = UUID.randomUUID().toString();
    InProcessServerBuilder builder = InProcessServerBuilder.forName(name);
    NodeServices.of(Operations.of(node), Caller.STRANGER).forEach(builder::addService);
    honest = builder.build().start();
    channel = InProcessChannelBuilder.forName(name).build();
    listening =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new Liar())
            .build()
            .start();
    connection =
        NodeConnection.to(
            Endpoint.parse("127.0.0.1:" + listening.getPort()), Duration.ofSeconds(30));
  }

  @AfterEach
  void close() {
    connection.close();
    listening.shutdownNow();
    channel.shutdownNow();
    honest.shutdownNow();
    node.close();
  }

  @Test
  void each_answer_is_verified_and_a_wrong_one_is_no_record() {
    Map<String, Object> found =
        find("FOUND", "MISSING", "GONE", "TAMPERED", "SWAPPED", "DENIED", "REFERRED", "BROKEN");

    assertThat(found)
        .containsOnly(
            Map.entry("FOUND", "FOUND"),
            Map.entry("MISSING", Unknown.ABSENT),
            Map.entry("GONE", Unknown.RETIRED),
            Map.entry("TAMPERED", Unknown.NOT_VERIFIED),
            Map.entry("SWAPPED", Unknown.NOT_VERIFIED),
            Map.entry("DENIED", Unknown.NOT_VERIFIED),
            Map.entry("REFERRED", Unknown.ELSEWHERE),
            Map.entry("BROKEN", Unknown.UNREACHABLE));
  }

  @Test
  void answers_that_do_not_come_and_answers_too_many_change_no_other() {
    assertThat(find("FOUND", "LAST")).containsOnlyKeys("FOUND", "LAST");
    assertThat(find("END")).isEmpty();
    assertThat(find("TWICE")).containsOnly(Map.entry("TWICE", Unknown.ABSENT));
  }

  private Map<String, Object> find(String... suffixes) {
    Set<Identifier> wanted =
        Stream.of(suffixes)
            .map(suffix -> Identifier.parse("88.118.40/" + suffix))
            .collect(Collectors.toSet());
    Map<Identifier, Finding> found =
        new NodeRecords(connection, node.anchors(), AsOf.Newest.NEWEST).find(wanted);
    return found.entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().suffix().toString(),
                entry ->
                    entry.getValue() instanceof Known known
                        ? known.record().values().get(0).data().text()
                        : entry.getValue()));
  }

  /** Answers as the honest node, but for some names. */
  private final class Liar extends ResolutionServiceGrpc.ResolutionServiceImplBase {
    @Override
    public StreamObserver<ResolveAllRequest> resolveAll(StreamObserver<ResolveAllResponse> caller) {
      return new StreamObserver<>() {
        @Override
        public void onNext(ResolveAllRequest request) {
          String identifier = request.getQuestion().getIdentifier();
          if (identifier.endsWith("/END")) {
            return;
          }
          caller.onNext(answer(request.getQuestion()));
          if (identifier.endsWith("/TWICE")) {
            caller.onNext(answer(request.getQuestion()));
          }
        }

        @Override
        public void onError(Throwable failure) {
          // the caller is gone
        }

        @Override
        public void onCompleted() {
          caller.onCompleted();
        }
      };
    }

    private ResolveAllResponse answer(ResolveRequest question) {
      String suffix = question.getIdentifier().substring("88.118.40/".length());
      ResolveAllResponse.Builder response = ResolveAllResponse.newBuilder();
      return switch (suffix) {
        case "TAMPERED" -> response.setAnswer(tampered(ask("TAMPERED"))).build();
        case "SWAPPED" -> response.setAnswer(ask("OTHER")).build();
        case "DENIED" ->
            response
                .setAnswer(ResolveResponse.newBuilder().setOutcome(Outcome.OUTCOME_ABSENT))
                .build();
        case "REFERRED" ->
            response
                .setAnswer(ResolveResponse.newBuilder().setOutcome(Outcome.OUTCOME_REFERRED))
                .build();
        case "BROKEN" -> response.setError(ItemError.newBuilder().setReason("TIMED_OUT")).build();
        default -> response.setAnswer(ask(suffix)).build();
      };
    }

    private ResolveResponse ask(String suffix) {
      return ResolutionServiceGrpc.newBlockingStub(channel)
          .resolve(ResolveRequest.newBuilder().setIdentifier("88.118.40/" + suffix).build());
    }

    private static ResolveResponse tampered(ResolveResponse answer) {
      byte[] body = answer.getStatement().getBody().toByteArray();
      body[body.length - 1] ^= 1;
      return answer.toBuilder()
          .setStatement(
              answer.getStatement().toBuilder()
                  .setBody(com.google.protobuf.ByteString.copyFrom(body)))
          .build();
    }
  }
}
