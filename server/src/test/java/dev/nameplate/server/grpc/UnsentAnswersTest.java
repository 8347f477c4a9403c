package dev.nameplate.server.grpc;

import static dev.nameplate.server.grpc.Wire.assign;
import static dev.nameplate.server.grpc.Wire.item;
import static dev.nameplate.server.grpc.Wire.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.access.Caller;
import dev.nameplate.node.Node;
import dev.nameplate.server.operation.CallLimits;
import dev.nameplate.server.operation.Operations;
import dev.nameplate.server.operation.Recursion;
import dev.nameplate.v1.AssignAllRequest;
import dev.nameplate.v1.AssignAllResponse;
import dev.nameplate.v1.AssignRequest;
import dev.nameplate.v1.AssignResponse;
import dev.nameplate.v1.LogServiceGrpc;
import dev.nameplate.v1.ReadStatementsRequest;
import dev.nameplate.v1.ReadStatementsResponse;
import dev.nameplate.v1.RegistrationServiceGrpc;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An answer that cannot be sent, for want of direct memory, ends its call and nothing else. */
class UnsentAnswersTest {
  private static final int READERS = 2;

  @TempDir Path directory;
  private Node node;
  private Server server;
  private ManagedChannel channel;
  private volatile boolean full;

  @BeforeEach
  void open() throws Exception {
    node = Node.open(ServedNode.config(directory));
    String name = UUID.randomUUID().toString();
    server =
        InProcessServerBuilder.forName(name)
            .directExecutor()
            .addServices(
                NodeServices.of(
                    Operations.of(
                        node,
                        Recursion.NONE,
                        new CallLimits(
                            Duration.ofSeconds(30), READERS, READERS, Duration.ofMinutes(1))),
                    Caller.STRANGER))
            .intercept(new Memory())
            .build()
            .start();
    channel = InProcessChannelBuilder.forName(name).directExecutor().build();
  }

  @AfterEach
  void close() {
    channel.shutdownNow();
    server.shutdownNow();
    node.close();
  }

  @Test
  void a_reader_of_the_log_gives_its_seat_back() {
    var unused =
        RegistrationServiceGrpc.newBlockingStub(channel)
            .assign(assign("88.118.8/A", text(1, "N", "a")));
    full = true;
    for (int i = 0; i <= READERS; i++) {
      assertThatThrownBy(() -> read().all()).hasMessageContaining("INTERNAL");
    }

    full = false;

    assertThat(read().all()).hasSize(1);
  }

  @Test
  void a_stream_of_writes_ends() {
    full = true;
    Received<AssignAllRequest, AssignAllResponse> receipts = Received.everything();
    RegistrationServiceGrpc.newStub(channel).assignAll(receipts);
    receipts.call().onNext(item("88.118.8/A", text(1, "N", "a")));

    assertThatThrownBy(receipts::all).hasMessageContaining("INTERNAL");
  }

  @Test
  void a_write_ends() {
    full = true;
    Received<AssignRequest, AssignResponse> receipt = Received.everything();
    RegistrationServiceGrpc.newStub(channel)
        .assign(assign("88.118.8/A", text(1, "N", "a")), receipt);

    assertThatThrownBy(receipt::all).hasMessageContaining("INTERNAL");
  }

  private Received<ReadStatementsRequest, ReadStatementsResponse> read() {
    Received<ReadStatementsRequest, ReadStatementsResponse> reader = Received.everything();
    LogServiceGrpc.newStub(channel)
        .readStatements(ReadStatementsRequest.getDefaultInstance(), reader);
    return reader;
  }

  /** Cannot hold an answer while it is full. */
  private final class Memory implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      return next.startCall(
          new SimpleForwardingServerCall<Q, A>(call) {
            @Override
            public void sendMessage(A answer) {
              if (full) {
                throw new OutOfMemoryError("failed to allocate 1 byte(s) of direct memory");
              }
              super.sendMessage(answer);
            }
          },
          headers);
    }
  }
}
