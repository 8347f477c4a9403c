package dev.nameplate.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.node.NodeConfig;
import dev.nameplate.server.grpc.ConnectionLimits;
import dev.nameplate.server.traffic.ServerLimits;
import dev.nameplate.v1.AssignAllRequest;
import dev.nameplate.v1.AssignAllResponse;
import dev.nameplate.v1.AssignRequest;
import dev.nameplate.v1.RegistrationServiceGrpc;
import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.v1.ResolveRequest;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections that say nothing keep nobody out, and take nothing from the store. */
@Timeout(60)
class ManyConnectionsTest {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final int END = -1;

  @TempDir Path directory;
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void closeEverything() throws Exception {
    for (int i = opened.size() - 1; i >= 0; i--) {
      opened.get(i).close();
    }
  }

  @Test
  void a_further_connection_takes_the_place_of_the_oldest_that_says_nothing() throws Exception {
    NodeServer server = serve(ConnectionLimits.DEFAULT.withConnections(4));
    ManagedChannel first = channel(server);
    resolve(first);
    List<Socket> silent = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      silent.add(i % 2 == 0 ? socket(server) : preface(server));
    }

    resolve(channel(server));
    resolve(first);
    assertThat(readToEnd(silent.get(0))).isEqualTo(END);
    assertThat(readToEnd(silent.get(1))).isEqualTo(END);
  }

  @Test
  void connections_that_begin_a_call_and_ask_nothing_displace_nobody_who_asks() throws Exception {
    NodeServer server = serve(ConnectionLimits.DEFAULT.withConnections(4));
    ManagedChannel first = channel(server);
    resolve(first);
    CountDownLatch lost = new CountDownLatch(1);
    first.notifyWhenStateChanged(ConnectivityState.READY, lost::countDown);
    List<BlockingQueue<Status>> ends = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      ends.add(beginOnly(channel(server)));
    }

    for (int i = 0; i < 5; i++) {
      assertThat(ends.get(i).poll(20, TimeUnit.SECONDS)).as("call %s", i).isNotNull();
    }
    resolve(channel(server));
    resolve(first);
    assertThat(lost.getCount()).isEqualTo(1);
  }

  @Test
  void a_connection_beyond_the_limit_is_refused_where_each_has_an_open_call() throws Exception {
    NodeServer server = serve(ConnectionLimits.DEFAULT.withConnections(1));
    BlockingQueue<ServingStatus> watched = watch(channel(server), "");
    assertThat(watched.poll(20, TimeUnit.SECONDS)).isEqualTo(ServingStatus.SERVING);

    assertThat(readToEnd(socket(server))).isEqualTo(END);
    Assertions.assertThatThrownBy(() -> resolve(channel(server)))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
    assertThat(watched).isEmpty();
  }

  @Test
  void a_connection_on_whose_calls_nothing_comes_or_goes_gives_way_to_another() throws Exception {
    NodeServer server =
        opened(
            NodeServer.start(
                ServerConfig.onPort(0)
                    .withConnections(ConnectionLimits.DEFAULT.withConnections(1))
                    .withLimits(
                        new ServerLimits(64 << 20, Duration.ofSeconds(30), Duration.ofMillis(200))),
                NodeConfig.in(directory).authorityFor("88.118.8")));
    BlockingQueue<ServingStatus> watched = watch(channel(server), "");
    assertThat(watched.poll(20, TimeUnit.SECONDS)).isEqualTo(ServingStatus.SERVING);

    var unused =
        ResolutionServiceGrpc.newBlockingStub(channel(server))
            .withWaitForReady()
            .withDeadlineAfter(30, TimeUnit.SECONDS)
            .resolve(ResolveRequest.newBuilder().setIdentifier("88.118.8/C-1").build());
  }

  @Test
  void a_connection_is_closed_on_which_no_call_is_made_in_time() throws Exception {
    NodeServer server = serve(ConnectionLimits.DEFAULT.withSilentTime(Duration.ofMillis(200)));
    ManagedChannel used = channel(server);
    resolve(used);

    assertThat(readToEnd(socket(server))).isEqualTo(END);
    assertThat(readToEnd(preface(server))).isEqualTo(END);
    resolve(used);
  }

  @Test
  void health_follows_whether_writes_are_accepted() throws Exception {
    NodeServer server =
        opened(
            NodeServer.start(
                ServerConfig.onPort(0),
                NodeConfig.in(directory)
                    .authorityFor("88.118.8")
                    .withReserveBytes(Long.MAX_VALUE / 2)));
    ManagedChannel channel = channel(server);
    BlockingQueue<ServingStatus> whole = watch(channel, "");
    BlockingQueue<ServingStatus> registration =
        watch(channel, RegistrationServiceGrpc.SERVICE_NAME);
    BlockingQueue<ServingStatus> resolution = watch(channel, ResolutionServiceGrpc.SERVICE_NAME);
    for (BlockingQueue<ServingStatus> each : List.of(whole, registration, resolution)) {
      assertThat(each.poll(20, TimeUnit.SECONDS)).isEqualTo(ServingStatus.SERVING);
    }

    Assertions.assertThatThrownBy(
            () ->
                RegistrationServiceGrpc.newBlockingStub(channel)
                    .assign(AssignRequest.newBuilder().setIdentifier("88.118.8/C-1").build()))
        .hasMessageContaining("of the disk are free");

    assertThat(whole.poll(20, TimeUnit.SECONDS)).isEqualTo(ServingStatus.NOT_SERVING);
    assertThat(registration.poll(20, TimeUnit.SECONDS)).isEqualTo(ServingStatus.NOT_SERVING);
    assertThat(resolution).isEmpty();
  }

  private NodeServer serve(ConnectionLimits limits) {
    return opened(
        NodeServer.start(
            ServerConfig.onPort(0).withConnections(limits),
            NodeConfig.in(directory).authorityFor("88.118.8")));
  }

  private ManagedChannel channel(NodeServer server) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
    opened.add(channel::shutdownNow);
    return channel;
  }

  private Socket socket(NodeServer server) throws IOException {
    return opened(new Socket(InetAddress.getLoopbackAddress(), server.port()));
  }

  private Socket preface(NodeServer server) throws IOException {
    Socket socket = socket(server);
    socket.getOutputStream().write(PREFACE);
    return socket;
  }

  private static void resolve(ManagedChannel channel) {
    var unused =
        ResolutionServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(20, TimeUnit.SECONDS)
            .resolve(ResolveRequest.newBuilder().setIdentifier("88.118.8/C-1").build());
  }

  /** Begins a call, waits until the server knows of it, and sends nothing more. */
  private static BlockingQueue<Status> beginOnly(ManagedChannel channel)
      throws InterruptedException {
    BlockingQueue<Status> end = new LinkedBlockingQueue<>();
    CountDownLatch begun = new CountDownLatch(1);
    ClientCall<AssignAllRequest, AssignAllResponse> call =
        channel.newCall(RegistrationServiceGrpc.getAssignAllMethod(), CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onReady() {
            begun.countDown();
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            end.add(status);
          }
        },
        new Metadata());
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    return end;
  }

  private static BlockingQueue<ServingStatus> watch(ManagedChannel channel, String service) {
    BlockingQueue<ServingStatus> statuses = new LinkedBlockingQueue<>();
    HealthGrpc.newStub(channel)
        .watch(
            HealthCheckRequest.newBuilder().setService(service).build(),
            new StreamObserver<>() {
              @Override
              public void onNext(HealthCheckResponse answer) {
                statuses.add(answer.getStatus());
              }

              @Override
              public void onError(Throwable closed) {}

              @Override
              public void onCompleted() {}
            });
    return statuses;
  }

  /** Reads what the server still says; {@link #END} when it hangs up. */
  private static int readToEnd(Socket socket) throws IOException {
    socket.setSoTimeout(20_000);
    try {
      int last = 0;
      while (last != END) {
        last = socket.getInputStream().read(new byte[1024]);
      }
      return last;
    } catch (java.net.SocketException reset) {
      return END;
    }
  }

  private <T extends AutoCloseable> T opened(T what) {
    opened.add(what);
    return what;
  }
}
