package dev.nameplate.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.access.Caller;
import dev.nameplate.assign.Capture;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.Occurrence;
import dev.nameplate.node.Node;
import dev.nameplate.server.operation.CallLimits;
import dev.nameplate.server.operation.Operations;
import dev.nameplate.server.operation.Recursion;
import dev.nameplate.v1.TraceDirection;
import dev.nameplate.v1.TraceRequest;
import dev.nameplate.v1.TraceResponse;
import dev.nameplate.v1.TraceServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An answer whose threads are closed or full ends, and gives its seat back. */
class RejectedAnswersTest {
  @TempDir Path directory;
  private final AtomicInteger accepted = new AtomicInteger();
  private Node node;
  private Server server;
  private ManagedChannel channel;

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
                        Recursion.on(this::execute),
                        new CallLimits(Duration.ofSeconds(30), 1, 1, Duration.ofMinutes(1))),
                    Caller.STRANGER))
            .build()
            .start();
    channel = InProcessChannelBuilder.forName(name).directExecutor().build();
    node.events()
        .capture(
            Capture.of(
                "88.118.8",
                Event.at(
                    Instant.parse("2026-07-01T00:00:00Z"),
                    new Occurrence.Processed(
                        List.of(EventItem.of("88.118.8/HEAT-1")),
                        List.of(EventItem.of("88.118.8/COIL-1"))))));
  }

  private void execute(Runnable task) {
    if (accepted.getAndDecrement() <= 0) {
      throw new RejectedExecutionException("closed");
    }
    task.run();
  }

  @AfterEach
  void close() {
    channel.shutdownNow();
    server.shutdownNow();
    node.close();
  }

  @Test
  void one_that_is_rejected_at_once_gives_its_seat_back() {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> trace(Received.everything()).all())
          .hasMessageContaining("RESOURCE_EXHAUSTED: node: too many requests wait");
    }

    accepted.set(Integer.MAX_VALUE);
    assertThat(trace(Received.everything()).all()).isNotEmpty();
  }

  @Test
  void one_that_is_rejected_when_its_reader_reads_on_ends_and_gives_its_seat_back() {
    accepted.set(1);
    Received<TraceRequest, TraceResponse> reader = trace(Received.nothingYet());
    accepted.set(0);
    reader.read(1);
    assertThatThrownBy(reader::all)
        .hasMessageContaining("RESOURCE_EXHAUSTED: node: too many requests wait");

    accepted.set(Integer.MAX_VALUE);
    assertThat(trace(Received.everything()).all()).isNotEmpty();
  }

  private Received<TraceRequest, TraceResponse> trace(
      Received<TraceRequest, TraceResponse> reader) {
    TraceServiceGrpc.newStub(channel)
        .trace(
            TraceRequest.newBuilder()
                .setItem("88.118.8/HEAT-1")
                .setRecursive(true)
                .setDirection(TraceDirection.TRACE_DIRECTION_DOWNSTREAM)
                .build(),
            reader);
    return reader;
  }
}
