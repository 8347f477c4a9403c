package dev.nameplate.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.node.NodeConfig;
import dev.nameplate.v1.AssignRequest;
import dev.nameplate.v1.LogServiceGrpc;
import dev.nameplate.v1.ReadStatementsRequest;
import dev.nameplate.v1.ReadStatementsResponse;
import dev.nameplate.v1.RegistrationServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One connection does not take all seats of a server's streams. */
@Timeout(60)
class SeatsTest {
  private static final int CALLS = 200;

  @TempDir Path directory;
  private NodeServer server;
  private ManagedChannel greedy;
  private ManagedChannel other;

  @BeforeEach
  void serve() {
    server =
        NodeServer.start(ServerConfig.onPort(0), NodeConfig.in(directory).authorityFor("88.118.8"));
    greedy = channel();
    other = channel();
    var unused =
        RegistrationServiceGrpc.newBlockingStub(other)
            .assign(AssignRequest.newBuilder().setIdentifier("88.118.8/A").build());
  }

  @AfterEach
  void close() {
    greedy.shutdownNow();
    other.shutdownNow();
    server.close();
  }

  @Test
  void a_connection_gets_an_eighth_of_the_free_seats_of_log_readers_and_another_gets_some() {
    CompletableFuture<Status> refused = new CompletableFuture<>();
    for (int i = 0; i < CALLS; i++) {
      follow(greedy, refused, new CompletableFuture<>());
    }

    Status status = refused.orTimeout(30, TimeUnit.SECONDS).join();
    assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(status.getDescription())
        .isEqualTo(
            "node: this connection has 113 readers of the log open (expected: fewer); retry "
                + "when some have ended");
    CompletableFuture<ReadStatementsResponse> read = new CompletableFuture<>();
    follow(other, new CompletableFuture<>(), read);
    assertThat(read.orTimeout(30, TimeUnit.SECONDS).join().getPosition()).isZero();
  }

  private static void follow(
      ManagedChannel channel,
      CompletableFuture<Status> end,
      CompletableFuture<ReadStatementsResponse> first) {
    LogServiceGrpc.newStub(channel)
        .readStatements(
            ReadStatementsRequest.newBuilder().setFollow(true).build(),
            new StreamObserver<>() {
              @Override
              public void onNext(ReadStatementsResponse answer) {
                first.complete(answer);
              }

              @Override
              public void onError(Throwable failure) {
                end.complete(Status.fromThrowable(failure));
              }

              @Override
              public void onCompleted() {
                end.complete(Status.OK);
              }
            });
  }

  private ManagedChannel channel() {
    return NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
  }
}
