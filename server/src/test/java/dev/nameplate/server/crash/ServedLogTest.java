package dev.nameplate.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.record.Endpoint;
import dev.nameplate.server.cli.Run;
import dev.nameplate.v1.RegistrationServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real {@code serve} writes on standard error. */
final class ServedLogTest {
  private static final String COIL = "88.118.8/SECRET-COIL";
  private static final String ENTRY = "\\d{4}-\\d\\d-\\d\\dT\\S+ (INFO |WARN |ERROR) \\w+: \\S.*";

  @TempDir private Path directory;
  private Path data;
  private Path errors;

  @BeforeEach
  void make_a_node() {
    data = directory.resolve("node");
    errors = directory.resolve("errors");
    Run.of("init", "--data", data, "--prefix", "88.118.8", "--no-passphrase").ok();
  }

  private static void send(ServerProcess server, byte[] bytes) throws IOException {
    Endpoint address = Endpoint.parse(server.address());
    try (Socket socket = new Socket(address.host(), address.port())) {
      socket.getOutputStream().write(bytes);
      InputStream in = socket.getInputStream();
      while (in.read() >= 0) {} // until the server hangs up
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"HTTP/1.1", "TLS", "terminal controls"})
  void a_request_in_another_protocol_writes_nothing(String protocol) throws IOException {
    String request =
        switch (protocol) {
          case "HTTP/1.1" -> "GET / HTTP/1.1\r\n\r\n";
          case "TLS" -> "\u0016\u0003\u0001";
          default -> "\u001b[2J\n";
        };
    ServerProcess server = ServerProcess.start(data, List.of(), errors);
    try {
      send(server, (request + "x".repeat(64)).getBytes(StandardCharsets.UTF_8));
    } finally {
      server.stop();
    }
    assertThat(errors).isEmptyFile();
  }

  @Test
  void a_call_that_is_given_up_writes_nothing() throws Exception {
    ServerProcess server = ServerProcess.start(data, List.of(), errors);
    try {
      for (int i = 0; i < 5; i++) {
        abandon(server);
      }
    } finally {
      server.stop();
    }
    assertThat(errors).isEmptyFile();
  }

  private static void abandon(ServerProcess server) throws InterruptedException {
    Endpoint address = Endpoint.parse(server.address());
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(address.host(), address.port()).usePlaintext().build();
    StreamObserver<dev.nameplate.v1.AssignAllRequest> writes =
        RegistrationServiceGrpc.newStub(channel).assignAll(new Unread());
    writes.onNext(dev.nameplate.v1.AssignAllRequest.getDefaultInstance());
    channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
  }

  private static final class Unread implements StreamObserver<dev.nameplate.v1.AssignAllResponse> {
    @Override
    public void onNext(dev.nameplate.v1.AssignAllResponse answer) {}

    @Override
    public void onError(Throwable why) {}

    @Override
    public void onCompleted() {}
  }

  @Test
  void verbose_tells_of_opening_refused_writes_and_closing_and_of_no_value() throws IOException {
    ServerProcess server = ServerProcess.start(data, List.of(), errors, "-v");
    try {
      String node = server.address();
      Run.of("assign", COIL, "--value", "1:price=471147", "--restricted", "1", "--node", node).ok();
      Run.of("assign", COIL, "--value", "1:price=471148", "--restricted", "1", "--node", node)
          .failed(1);
    } finally {
      server.stop();
    }

    String log = Files.readString(errors);
    assertThat(log.lines()).isNotEmpty().allMatch(line -> line.matches(ENTRY));
    assertThat(log)
        .containsSubsequence(
            "Node: Opened " + data + ": log 88.118.8/log-",
            " at position 0, 0 batches",
            "NodeServer: Listening on 127.0.0.1:",
            "RefusedWrites: Refused Assign from /127.0.0.1:",
            ": ALREADY_ASSIGNED",
            "NodeServer: Closing",
            "Node: Closed log 88.118.8/log-",
            " at position 1")
        .doesNotContain("471147", "471148", "SECRET");
  }
}
