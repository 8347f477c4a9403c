package dev.nameplate.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nameplate.assign.Assignment;
import dev.nameplate.log.AlreadyAssignedException;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.server.traffic.ServerLimits;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.v1.AssignAllRequest;
import dev.nameplate.v1.AssignRequest;
import dev.nameplate.v1.ListIdentifiersRequest;
import dev.nameplate.v1.ListIdentifiersResponse;
import dev.nameplate.v1.RecordValue;
import dev.nameplate.v1.RegistrationServiceGrpc;
import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.v1.ResolveAllRequest;
import dev.nameplate.v1.ResolveAllResponse;
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
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What callers may have a server hold is bounded in bytes, whatever they leave unread. */
class HostileCallersTest {
  private static final long BYTES = 8L << 20;

  @TempDir Path directory;
  private NodeServer server;
  private final List<ManagedChannel> channels = new ArrayList<>();

  @BeforeEach
  void start() {
    start("node", Duration.ofMinutes(5));
  }

  private void start(String name, Duration stallTime) {
    server =
        NodeServer.start(
            ServerConfig.onPort(0)
                .withDrainTime(Duration.ZERO)
                .withLimits(new ServerLimits(BYTES, Duration.ofSeconds(2), stallTime)),
            NodeConfig.in(directory.resolve(name))
                .authorityFor("88.118.8")
                .withSuite(SignatureSuite.ED25519_SHA256));
  }

  @AfterEach
  void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    server.close();
  }

  @Test
  void refusals_that_nobody_reads_stay_within_the_budget_and_others_are_served() {
    ManagedChannel hostile = connect();
    String name = "88.118.9/" + "x".repeat(700);
    for (int stream = 0; stream < 16; stream++) {
      SlowReader unread = new SlowReader();
      RegistrationServiceGrpc.newStub(hostile).assignAll(unread);
      for (int i = 0; i < 8192 && unread.call.join().isReady(); i++) {
        unread
            .call
            .join()
            .onNext(
                AssignAllRequest.newBuilder()
                    .setAssignment(AssignRequest.newBuilder().setIdentifier(name + i))
                    .build());
      }
    }

    RegistrationServiceGrpc.newBlockingStub(connect()).assign(assign("88.118.8/GOOD", 10));

    assertThat(server.traffic().held().used()).isLessThanOrEqualTo(BYTES);
  }

  @Test
  void pages_that_nobody_reads_are_refused_once_they_take_too_much() {
    ManagedChannel good = connect();
    for (int i = 0; i < 12; i++) {
      RegistrationServiceGrpc.newBlockingStub(good).assign(assign("88.118.8/C-" + i, 200_000));
    }
    ManagedChannel hostile = connect();
    List<CompletableFuture<Status>> ends = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      ends.add(listUnread(hostile));
    }

    CompletableFuture<Status> refused = new CompletableFuture<>();
    for (CompletableFuture<Status> end : ends) {
      var unused =
          end.thenAccept(
              status -> {
                if (status.getCode() == Status.Code.RESOURCE_EXHAUSTED) {
                  refused.complete(status);
                }
              });
    }

    assertThat(refused.orTimeout(30, TimeUnit.SECONDS).join().getDescription())
        .contains("no memory for an answer");
    assertThat(server.traffic().held().used()).isLessThanOrEqualTo(BYTES);
    assertThat(resolves(good)).isTrue();
  }

  @Test
  void a_stream_of_questions_with_large_answers_is_answered_as_fast_as_it_is_read() {
    ManagedChannel good = connect();
    RegistrationServiceGrpc.newBlockingStub(good).assign(assign("88.118.8/LARGE", 200_000));
    CompletableFuture<Status> end = new CompletableFuture<>();
    AtomicInteger answers = new AtomicInteger();
    StreamObserver<ResolveAllRequest> questions =
        ResolutionServiceGrpc.newStub(good)
            .resolveAll(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ResolveAllResponse answer) {
                    answers.incrementAndGet();
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
    for (int i = 0; i < 100; i++) { // twenty megabytes of answers
      questions.onNext(
          ResolveAllRequest.newBuilder()
              .setQuestion(ResolveRequest.newBuilder().setIdentifier("88.118.8/LARGE"))
              .build());
    }
    questions.onCompleted();

    assertThat(end.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(Status.OK);
    assertThat(answers).hasValue(100);
  }

  @Test
  void a_connection_is_closed_that_does_not_read_how_its_calls_ended() {
    server.close();
    start("impatient", Duration.ofMillis(100));
    ManagedChannel good = connect();
    for (int i = 0; i < 4; i++) {
      RegistrationServiceGrpc.newBlockingStub(good).assign(assign("88.118.8/C-" + i, 200_000));
    }
    ManagedChannel hostile = connect();
    CompletableFuture<Void> closed = new CompletableFuture<>();
    assertThat(resolves(hostile)).isTrue();
    assertThat(hostile.getState(false)).isEqualTo(ConnectivityState.READY);
    hostile.notifyWhenStateChanged(ConnectivityState.READY, () -> closed.complete(null));

    var unread = listUnread(hostile); // more than the window, and nothing is refused

    closed.orTimeout(30, TimeUnit.SECONDS).join();
    assertThat(good.getState(false)).isEqualTo(ConnectivityState.READY);
    assertThat(unread).isNotDone(); // the client still has something to read of it
  }

  @Test
  void calls_on_which_nothing_comes_or_goes_end_when_there_is_too_little_room() {
    server.close();
    start("impatient", Duration.ofMillis(100));
    ManagedChannel good = connect();
    End watched = new End();
    ClientCall<HealthCheckRequest, HealthCheckResponse> watch =
        good.newCall(HealthGrpc.getWatchMethod(), CallOptions.DEFAULT);
    watch.start(watched.listener(), new Metadata());
    watch.request(2);
    watch.sendMessage(HealthCheckRequest.getDefaultInstance());
    watch.halfClose();
    List<End> quiet = new ArrayList<>();
    for (int connection = 0; connection < 8; connection++) {
      ManagedChannel hostile = connect();
      for (int i = 0; i < 256; i++) {
        End end = new End();
        hostile
            .newCall(RegistrationServiceGrpc.getAssignAllMethod(), CallOptions.DEFAULT)
            .start(end.listener(), new Metadata());
        quiet.add(end);
      }
    }

    CompletableFuture<Status> ended = new CompletableFuture<>();
    for (End end : quiet) {
      var unused =
          end.status.thenAccept(
              status -> {
                if (String.valueOf(status.getDescription()).contains("this call was idle")) {
                  ended.complete(status);
                }
              });
    }
    assertThat(ended.orTimeout(30, TimeUnit.SECONDS).join().getCode())
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(watched.status).isNotDone(); // its connection holds little
  }

  @Test
  void a_request_that_does_not_end_is_ended() {
    ManagedChannel hostile = connect();
    ClientCall<AssignRequest, ?> call =
        hostile.newCall(RegistrationServiceGrpc.getAssignMethod(), CallOptions.DEFAULT);
    End end = new End();
    call.start(end.listener(), new Metadata());
    call.sendMessage(assign("88.118.8/HALF", 10)); // and no end of the call

    Status status = end.status.orTimeout(30, TimeUnit.SECONDS).join();

    assertThat(status.getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(status.getDescription()).contains("not complete in time");
  }

  @Test
  void what_a_call_held_is_given_back_when_it_ends() {
    ManagedChannel channel = connect();
    RegistrationServiceGrpc.newBlockingStub(channel).assign(assign("88.118.8/GOOD", 100_000));
    assertThatThrownBy(
            () -> RegistrationServiceGrpc.newBlockingStub(channel).assign(assign("none", 10)))
        .isInstanceOf(StatusRuntimeException.class);
    assertThat(resolves(channel)).isTrue();

    server.close(); // all calls have ended then

    assertThat(server.traffic().held().used()).isZero();
  }

  @Test
  void a_refusal_of_the_library_tells_where_it_was_asked_for() {
    Assignment once = Assignment.of("88.118.8/ONCE");
    Assignment named = once.value(1, "N", "a");
    server.node().registrar().assign(named);

    AlreadyAssignedException e =
        catchThrowableOfType(
            AlreadyAssignedException.class, () -> server.node().registrar().assign(named));

    assertThat(e.getStackTrace())
        .anyMatch(frame -> frame.getClassName().equals(HostileCallersTest.class.getName()));
  }

  private boolean resolves(ManagedChannel channel) {
    return ResolutionServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(30, TimeUnit.SECONDS)
            .listIdentifiers(
                ListIdentifiersRequest.newBuilder().setPrefix("88.118.8").setPageSize(1).build())
            .getStatementsCount()
        == 1;
  }

  /** Asks for a page, and reads none of it. */
  private static CompletableFuture<Status> listUnread(ManagedChannel channel) {
    ClientCall<ListIdentifiersRequest, ListIdentifiersResponse> call =
        channel.newCall(ResolutionServiceGrpc.getListIdentifiersMethod(), CallOptions.DEFAULT);
    End end = new End();
    call.start(end.listener(), new Metadata());
    call.sendMessage(
        ListIdentifiersRequest.newBuilder().setPrefix("88.118.8").setPageSize(100).build());
    call.halfClose();
    return end.status;
  }

  /** Waits for the end of a call. */
  private static final class End {
    private final CompletableFuture<Status> status = new CompletableFuture<>();

    <A> ClientCall.Listener<A> listener() {
      return new ClientCall.Listener<>() {
        @Override
        public void onClose(Status ended, Metadata trailers) {
          status.complete(ended);
        }
      };
    }
  }

  private static AssignRequest assign(String identifier, int size) {
    return AssignRequest.newBuilder()
        .setIdentifier(identifier)
        .addValues(RecordValue.newBuilder().setIndex(1).setType("N").setText("x".repeat(size)))
        .build();
  }

  private ManagedChannel connect() {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.port())
            .usePlaintext()
            .flowControlWindow(65_535)
            .build();
    channels.add(channel);
    return channel;
  }
}
