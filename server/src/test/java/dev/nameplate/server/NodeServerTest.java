package dev.nameplate.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.server.grpc.ConnectionLimits;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.v1.AssignAllRequest;
import dev.nameplate.v1.AssignAllResponse;
import dev.nameplate.v1.AssignRequest;
import dev.nameplate.v1.AssignResponse;
import dev.nameplate.v1.LogServiceGrpc;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.PrefixServiceGetRequest;
import dev.nameplate.v1.PrefixServiceGrpc;
import dev.nameplate.v1.ReadStatementsRequest;
import dev.nameplate.v1.ReadStatementsResponse;
import dev.nameplate.v1.RecordValue;
import dev.nameplate.v1.RegistrationServiceGrpc;
import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import io.grpc.CallOptions;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server on a real port; see the package {@code grpc} for what the services answer. */
class NodeServerTest {
  private static final String COIL = "88.118.8/COIL-2026-000451";

  @TempDir Path directory;
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final List<NodeServer> servers = new ArrayList<>();

  @AfterEach
  void closeEverything() {
    channels.forEach(ManagedChannel::shutdownNow);
    servers.forEach(NodeServer::close);
  }

  @Test
  void a_node_is_assigned_to_and_asked_over_a_port() {
    ManagedChannel channel = connect(start(ServerConfig.onPort(0)));

    RegistrationServiceGrpc.newBlockingStub(channel).assign(assign(COIL, "a coil"));

    assertThat(resolve(channel, COIL)).isEqualTo(Outcome.OUTCOME_FOUND);
  }

  @Test
  void a_record_of_the_largest_size_passes_in_both_directions() {
    ManagedChannel channel = connect(start(ServerConfig.onPort(0)));

    RegistrationServiceGrpc.newBlockingStub(channel).assign(assign(COIL, "x".repeat(250_000)));

    assertThat(
            ResolutionServiceGrpc.newBlockingStub(channel)
                .resolve(ResolveRequest.newBuilder().setIdentifier(COIL).build())
                .getStatement()
                .getBody()
                .size())
        .isGreaterThan(250_000);
  }

  @Test
  void a_request_beyond_one_mebibyte_is_refused_and_the_connection_goes_on() {
    ManagedChannel channel = connect(start(ServerConfig.onPort(0)));

    StatusRuntimeException e =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                RegistrationServiceGrpc.newBlockingStub(channel)
                    .assign(assign(COIL, "x".repeat(1 << 20))));

    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(resolve(channel, COIL)).isEqualTo(Outcome.OUTCOME_ABSENT);
  }

  @Test
  void bytes_that_are_no_request_end_the_call_and_the_connection_goes_on() {
    ManagedChannel channel = connect(start(ServerConfig.onPort(0)));
    MethodDescriptor<InputStream, ResolveResponse> raw =
        ResolutionServiceGrpc.getResolveMethod().toBuilder(
                new Bytes(), ResolutionServiceGrpc.getResolveMethod().getResponseMarshaller())
            .build();

    StatusRuntimeException e =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                ClientCalls.blockingUnaryCall(
                    channel,
                    raw,
                    CallOptions.DEFAULT,
                    new ByteArrayInputStream(new byte[] {10, 100, 1})));

    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(e.getStatus().getDescription())
        .isEqualTo(
            "nameplate.v1.ResolveRequest: \"malformed bytes\" (expected: the protobuf encoding of"
                + " this message)");
    assertThat(resolve(channel, COIL)).isEqualTo(Outcome.OUTCOME_ABSENT);
  }

  @Test
  void a_request_of_very_many_empty_messages_is_refused_before_it_is_read() {
    ManagedChannel channel = connect(start(ServerConfig.onPort(0)));
    MethodDescriptor<InputStream, AssignResponse> raw =
        RegistrationServiceGrpc.getAssignMethod().toBuilder(
                new Bytes(), RegistrationServiceGrpc.getAssignMethod().getResponseMarshaller())
            .build();
    byte[] emptyValues = new byte[1 << 19];
    for (int i = 0; i < emptyValues.length; i += 2) {
      emptyValues[i] = 0x12;
    }

    StatusRuntimeException e =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                ClientCalls.blockingUnaryCall(
                    channel, raw, CallOptions.DEFAULT, new ByteArrayInputStream(emptyValues)));

    assertThat(e.getStatus().getDescription()).contains("malformed bytes");
  }

  @Test
  void a_compressed_request_is_refused() {
    ManagedChannel channel = connect(start(ServerConfig.onPort(0)));

    StatusRuntimeException e =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                RegistrationServiceGrpc.newBlockingStub(channel)
                    .withCompression("gzip")
                    .assign(assign(COIL, "x".repeat(1000))));

    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    assertThat(resolve(channel, COIL)).isEqualTo(Outcome.OUTCOME_ABSENT);
  }

  /** Sends bytes as they are. */
  private static final class Bytes implements MethodDescriptor.Marshaller<InputStream> {
    @Override
    public InputStream stream(InputStream value) {
      return value;
    }

    @Override
    public InputStream parse(InputStream stream) {
      return stream;
    }
  }

  @Test
  void headers_beyond_the_limit_are_refused_and_the_connection_goes_on() {
    ManagedChannel channel = connect(start(ServerConfig.onPort(0)));
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("padding", Metadata.ASCII_STRING_MARSHALLER), "x".repeat(9000));
    var stub =
        ResolutionServiceGrpc.newBlockingStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));

    assertThatThrownBy(() -> stub.resolve(ResolveRequest.newBuilder().setIdentifier(COIL).build()))
        .isInstanceOf(StatusRuntimeException.class);

    assertThat(resolve(channel, COIL)).isEqualTo(Outcome.OUTCOME_ABSENT);
  }

  @Test
  void health_is_told_for_the_server_and_for_each_service() {
    ManagedChannel channel = connect(start(ServerConfig.onPort(0)));

    assertThat(health(channel, "")).isEqualTo(ServingStatus.SERVING);
    assertThat(health(channel, ResolutionServiceGrpc.SERVICE_NAME))
        .isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void reflection_lists_the_services() throws InterruptedException {
    ManagedChannel channel = connect(start(ServerConfig.onPort(0)));
    Answers<ServerReflectionResponse> answers = new Answers<>();
    StreamObserver<ServerReflectionRequest> questions =
        ServerReflectionGrpc.newStub(channel).serverReflectionInfo(answers);

    questions.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());

    assertThat(answers.next().getListServicesResponse().getServiceList())
        .extracting(ServiceResponse::getName)
        .contains(
            "nameplate.v1.ResolutionService",
            "nameplate.v1.RegistrationService",
            "nameplate.v1.PrefixService",
            "nameplate.v1.LogService",
            "grpc.health.v1.Health");
    questions.onCompleted();
  }

  @Test
  void on_a_host_that_others_can_reach_nobody_writes_unless_it_is_allowed() {
    Node node = Node.open(config());
    ServerConfig everywhere = ServerConfig.onPort(0).withHost("0.0.0.0");
    try (node;
        NodeServer reading = NodeServer.start(everywhere, node);
        NodeServer writing = NodeServer.start(everywhere.allowingRemoteRegistration(), node)) {
      StatusRuntimeException e =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  RegistrationServiceGrpc.newBlockingStub(connect(reading))
                      .assign(assign(COIL, "no")));

      assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
      assertThat(resolve(connect(reading), COIL)).isEqualTo(Outcome.OUTCOME_ABSENT);
      RegistrationServiceGrpc.newBlockingStub(connect(writing)).assign(assign(COIL, "yes"));
      assertThat(resolve(connect(reading), COIL)).isEqualTo(Outcome.OUTCOME_FOUND);
    }
  }

  @Test
  void a_port_in_use_is_told_in_one_line_and_the_node_is_closed_again() {
    NodeServer first = start(ServerConfig.onPort(0));
    NodeConfig second = NodeConfig.in(directory.resolve("second")).authorityFor("88.118.9");

    assertThatThrownBy(() -> NodeServer.start(ServerConfig.onPort(first.port()), second))
        .isInstanceOfSatisfying(
            NodeException.class, e -> assertThat(e.reason()).isEqualTo(ErrorReason.UNREACHABLE))
        .hasMessageContaining("127.0.0.1:" + first.port())
        .hasMessageContaining("0 picks a free port")
        .message()
        .doesNotContain("\n");
    assertThatCode(() -> Node.open(second).close()).doesNotThrowAnyException();
  }

  @Test
  void a_host_that_is_none_is_told() {
    assertThatThrownBy(
            () ->
                NodeServer.start(ServerConfig.onPort(0).withHost("no-such-host.invalid"), config()))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("no-such-host.invalid");
  }

  @Test
  void a_call_that_is_not_answered_in_time_ends_with_its_deadline() {
    ManagedChannel channel = connect(start(ServerConfig.onPort(0)));
    Answers<AssignAllResponse> receipts = new Answers<>();
    StreamObserver<AssignAllRequest> assignments =
        RegistrationServiceGrpc.newStub(channel)
            .withDeadlineAfter(200, TimeUnit.MILLISECONDS)
            .assignAll(receipts);

    assertThat(receipts.failure()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThatCode(() -> assignments.onNext(item(1))).doesNotThrowAnyException();
    assertThat(resolve(channel, COIL)).isEqualTo(Outcome.OUTCOME_ABSENT);
  }

  @Test
  void an_idle_connection_is_closed() throws InterruptedException {
    ManagedChannel channel =
        connect(
            start(
                ServerConfig.onPort(0)
                    .withConnections(
                        ConnectionLimits.DEFAULT.withIdleTime(Duration.ofMillis(50)))));
    BlockingQueue<ConnectivityState> states = new LinkedBlockingQueue<>();
    resolve(channel, COIL);
    watch(channel, channel.getState(false), states);

    ConnectivityState state = channel.getState(false);
    while (state != ConnectivityState.IDLE) {
      state = states.poll(20, TimeUnit.SECONDS);
      assertThat(state).as("the next state").isNotNull();
    }
    assertThat(resolve(channel, COIL)).as("after dialling again").isEqualTo(Outcome.OUTCOME_ABSENT);
  }

  @Test
  void calls_beyond_the_limit_of_a_connection_wait_for_their_turn() throws Exception {
    ManagedChannel channel =
        connect(
            start(
                ServerConfig.onPort(0)
                    .withConnections(ConnectionLimits.DEFAULT.withConcurrentCalls(1))));
    Answers<AssignAllResponse> receipts = new Answers<>();
    StreamObserver<AssignAllRequest> assignments =
        RegistrationServiceGrpc.newStub(channel).assignAll(receipts);
    assignments.onNext(item(1));
    receipts.next();

    var second =
        ResolutionServiceGrpc.newFutureStub(channel)
            .resolve(ResolveRequest.newBuilder().setIdentifier("88.118.8/C-1").build());
    assignments.onNext(item(2));
    receipts.next();
    assertThat(second.isDone()).isFalse();
    assignments.onCompleted();

    assertThat(second.get(20, TimeUnit.SECONDS).getOutcome()).isEqualTo(Outcome.OUTCOME_FOUND);
  }

  @Test
  void closing_lets_calls_in_flight_finish_and_takes_no_new_ones() throws Exception {
    NodeServer server = start(ServerConfig.onPort(0).withDrainTime(Duration.ofMinutes(1)));
    ManagedChannel channel = connect(server);
    Answers<HealthCheckResponse> health = new Answers<>();
    HealthGrpc.newStub(channel).watch(HealthCheckRequest.getDefaultInstance(), health);
    assertThat(health.next().getStatus()).isEqualTo(ServingStatus.SERVING);
    Answers<AssignAllResponse> receipts = new Answers<>();
    StreamObserver<AssignAllRequest> assignments =
        RegistrationServiceGrpc.newStub(channel).assignAll(receipts);
    assignments.onNext(item(1));
    receipts.next();

    CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
    assertThat(health.failure()).as("how watching ends").isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(health.last().getStatus()).isEqualTo(ServingStatus.NOT_SERVING);

    assertThat(refusal(connect(server))).isEqualTo(Status.Code.UNAVAILABLE);
    assignments.onNext(item(2));
    assertThat(receipts.next().hasReceipt()).isTrue();
    assertThat(closing.isDone()).isFalse();
    assignments.onCompleted();
    closing.get(20, TimeUnit.SECONDS);

    try (Node reopened = Node.open(config())) {
      assertThat(reopened.head().statements()).isEqualTo(2);
    }
  }

  @Test
  void closing_tells_those_who_follow_the_log_at_once() throws Exception {
    NodeServer server = start(ServerConfig.onPort(0).withDrainTime(Duration.ofMinutes(1)));
    server.node().registrar().assign(dev.nameplate.assign.Assignment.of(COIL));
    Answers<ReadStatementsResponse> statements = new Answers<>();
    LogServiceGrpc.newStub(connect(server))
        .readStatements(ReadStatementsRequest.newBuilder().setFollow(true).build(), statements);
    assertThat(statements.next().getPosition()).isZero();
    server.node().registrar().assign(dev.nameplate.assign.Assignment.of(COIL + "-2"));
    assertThat(statements.next().getPosition()).isEqualTo(1);

    assertTimeout(Duration.ofSeconds(30), server::close);

    assertThat(statements.failure()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void closing_ends_calls_that_do_not_finish_in_time() {
    NodeServer server = start(ServerConfig.onPort(0).withDrainTime(Duration.ofMillis(50)));
    Answers<AssignAllResponse> receipts = new Answers<>();
    StreamObserver<AssignAllRequest> assignments =
        RegistrationServiceGrpc.newStub(connect(server)).assignAll(receipts);
    assignments.onNext(item(1));

    server.close();

    assertThat(receipts.failure()).isIn(Status.Code.UNAVAILABLE, Status.Code.CANCELLED);
    assertThatCode(() -> Node.open(config()).close()).doesNotThrowAnyException();
  }

  @Test
  void a_node_that_was_handed_over_open_stays_open() {
    try (Node node = Node.open(config())) {
      NodeServer.start(ServerConfig.onPort(0), node).close();

      assertThat(node.registrar().assign(dev.nameplate.assign.Assignment.of(COIL)).version())
          .isEqualTo(1);
    }
  }

  @Test
  void closing_twice_is_closing_once() {
    NodeServer server = start(ServerConfig.onPort(0));

    server.close();

    assertThatCode(server::close).doesNotThrowAnyException();
  }

  @Test
  void a_slow_reader_of_receipts_gets_them_all_and_the_intake_waits_for_it()
      throws InterruptedException {
    NodeServer server = start(ServerConfig.onPort(0));
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.port())
            .usePlaintext()
            .flowControlWindow(65_535)
            .build();
    channels.add(channel);
    int total = 20_000;
    // The window of WriteStream, and what the transport holds of receipts of 40 bytes and more
    // on its way here.
    int ahead = 8192 + (2 * 65_535 + 32_768) / 40;
    SlowReader receipts = new SlowReader();
    RegistrationServiceGrpc.newStub(channel).assignAll(receipts);
    IntStream.range(0, total).forEach(number -> receipts.call.join().onNext(item(number)));
    receipts.call.join().onCompleted();

    for (int number = 0; number < total; number++) {
      receipts.call.join().request(1);
      AssignAllResponse receipt = receipts.answers.next();
      assertThat(receipt.getReceipt().getIdentifier()).isEqualTo("88.118.8/C-" + number);
      assertThat(server.node().head().statements()).isLessThanOrEqualTo(number + 1 + ahead);
    }
  }

  private NodeConfig config() {
    return NodeConfig.in(directory.resolve("node"))
        .authorityFor("88.118.8")
        .withSuite(SignatureSuite.ED25519_SHA256);
  }

  private NodeServer start(ServerConfig config) {
    NodeServer server = NodeServer.start(config, config());
    servers.add(server);
    return server;
  }

  private ManagedChannel connect(NodeServer server) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
    channels.add(channel);
    return channel;
  }

  private static void watch(
      ManagedChannel channel, ConnectivityState from, BlockingQueue<ConnectivityState> states) {
    channel.notifyWhenStateChanged(
        from,
        () -> {
          ConnectivityState now = channel.getState(false);
          states.add(now);
          watch(channel, now, states);
        });
  }

  private static ServingStatus health(ManagedChannel channel, String service) {
    return HealthGrpc.newBlockingStub(channel)
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }

  private static Outcome resolve(ManagedChannel channel, String identifier) {
    return ResolutionServiceGrpc.newBlockingStub(channel)
        .resolve(ResolveRequest.newBuilder().setIdentifier(identifier).build())
        .getOutcome();
  }

  private static Status.Code refusal(ManagedChannel channel) {
    return catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                PrefixServiceGrpc.newBlockingStub(channel)
                    .get(PrefixServiceGetRequest.newBuilder().setPrefix("88.118.8").build()))
        .getStatus()
        .getCode();
  }

  private static AssignRequest assign(String identifier, String text) {
    return AssignRequest.newBuilder()
        .setIdentifier(identifier)
        .addValues(RecordValue.newBuilder().setIndex(1).setType("DESC").setText(text))
        .build();
  }

  private static AssignAllRequest item(int number) {
    return AssignAllRequest.newBuilder()
        .setAssignment(assign("88.118.8/C-" + number, "coil " + number))
        .build();
  }
}
