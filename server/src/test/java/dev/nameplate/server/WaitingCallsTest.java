package dev.nameplate.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.server.traffic.ServerLimits;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that wait for a thread are bounded, too. */
class WaitingCallsTest {
  private static final MethodDescriptor<ResolveRequest, ResolveResponse> METHOD =
      ResolutionServiceGrpc.getResolveMethod().toBuilder()
          .setFullMethodName("test.Other/Resolve")
          .build();

  @TempDir Path directory;
  private final CountDownLatch release = new CountDownLatch(1);
  private @Nullable Node node;
  private @Nullable NodeServer server;
  private @Nullable ManagedChannel channel;

  @AfterEach
  void close() {
    release.countDown();
    requireNonNull(channel).shutdownNow();
    server().close();
    requireNonNull(node).close();
  }

  @Test
  void calls_beyond_the_room_of_their_connection_are_refused_while_others_keep_all_threads()
      throws Exception {
    start(
        (call, headers) -> {
          awaitRelease();
          throw new IllegalStateException("over");
        });
    CompletableFuture<Status> first = new CompletableFuture<>();

    for (int i = 0; i < 200; i++) { // a connection has room for 64
      ask(first);
    }

    assertThat(first.get(60, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(release.getCount()).isOne();
    assertThat(server().traffic().held().used()).isLessThanOrEqualTo(1 << 20);
  }

  @Test
  void a_call_whose_service_throws_gives_back_what_it_held() throws Exception {
    start(
        (call, headers) -> {
          throw new IllegalStateException("a fault of a service");
        });
    for (int i = 0; i < 3; i++) {
      CompletableFuture<Status> end = new CompletableFuture<>();
      ask(end);
      assertThat(end.get(60, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.UNKNOWN);
    }

    server().close();

    assertThat(server().traffic().held().used()).isZero();
  }

  private NodeServer server() {
    return requireNonNull(server);
  }

  private void awaitRelease() {
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void start(ServerCallHandler<ResolveRequest, ResolveResponse> service) {
    node =
        Node.open(
            NodeConfig.in(directory.resolve("node"))
                .authorityFor("88.118.8")
                .withSuite(SignatureSuite.ED25519_SHA256));
    server =
        NodeServer.start(
            ServerConfig.onPort(0)
                .withDrainTime(Duration.ZERO)
                .withLimits(
                    new ServerLimits(4 << 20, Duration.ofMinutes(5), Duration.ofMinutes(5))),
            requireNonNull(node),
            List.of(
                ServerServiceDefinition.builder("test.Other").addMethod(METHOD, service).build()));
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server().port())
            .usePlaintext()
            .directExecutor()
            .build();
  }

  private void ask(CompletableFuture<Status> end) {
    ClientCall<ResolveRequest, ResolveResponse> call =
        requireNonNull(channel).newCall(METHOD, CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            end.complete(status);
          }
        },
        new Metadata());
    call.request(1);
    call.sendMessage(ResolveRequest.getDefaultInstance());
    call.halfClose();
  }
}
