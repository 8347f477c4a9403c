package dev.nameplate.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.server.cli.Run;
import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.v1.ResolveRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process without memory must end: one that lives on answers nothing and holds its directory. */
@Tag("crash")
@Timeout(300)
final class ExhaustedHeapTest {
  @TempDir private Path directory;
  private Path data;
  private Path errors;

  @BeforeEach
  void make_a_node() {
    data = directory.resolve("node");
    errors = directory.resolve("errors.txt");
    Run.of("init", "--data", data, "--prefix", "88.118.8", "--no-passphrase").ok();
  }

  @Test
  void a_server_whose_heap_is_used_up_ends_with_one_line() throws IOException {
    try (Served served = new Served("heap")) {
      served.begin();
      served.askUntilItEnds();

      assertThat(served.process.onExit().join().exitValue()).isEqualTo(1);
      assertThat(Files.readAllLines(errors))
          .hasSize(1)
          .allMatch(line -> line.startsWith("nameplate: the process ended itself: its heap is"));
    }
    Run.of("resolve", "88.118.8/COIL-1", "--data", data, "--json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"thread", "internal", "jdk-log", "slf4j"})
  void a_fatal_error_ends_the_server_wherever_it_is_met(String where) throws IOException {
    try (Served served = new Served(where)) {
      served.begin();

      assertThat(served.process.onExit().join().exitValue()).isEqualTo(1);
      assertThat(Files.readAllLines(errors))
          .hasSize(1)
          .allMatch(line -> line.startsWith("nameplate: the process ended itself: "));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stack", "direct"})
  void an_error_of_one_call_leaves_the_server_alone(String what) throws IOException {
    try (Served served = new Served(what)) {
      served.begin();
      served.awaitError();

      assertThat(served.ask()).isTrue();
    }
  }

  /** A server with 64 MiB. */
  private final class Served implements AutoCloseable {
    private final Process process;
    private final ManagedChannel channel;

    Served(String what) throws IOException {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx64m",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  ExhaustedServer.class.getName(),
                  what,
                  "serve",
                  "--data",
                  data.toString(),
                  "--grpc-port",
                  "0")
              .redirectError(errors.toFile())
              .start();
      BufferedReader output =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      List<String> said = List.of(output.readLine(), output.readLine());
      assertThat(said.get(1)).isEqualTo("ready");
      channel =
          NettyChannelBuilder.forTarget(said.get(0).substring("grpc ".length()))
              .usePlaintext()
              .build();
    }

    void begin() throws IOException {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
    }

    boolean ask() {
      try {
        ResolveRequest question =
            ResolveRequest.newBuilder().setIdentifier("88.118.8/COIL-1").build();
        return ResolutionServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(20, TimeUnit.SECONDS)
            .resolve(question)
            .isInitialized();
      } catch (StatusRuntimeException e) {
        return false;
      }
    }

    void askUntilItEnds() {
      while (process.isAlive()) {
        ask();
      }
    }

    void awaitError() throws IOException {
      while (process.isAlive() && Files.size(errors) == 0) {
        Thread.onSpinWait();
      }
    }

    @Override
    public void close() {
      channel.shutdownNow();
      process.destroyForcibly().onExit().join();
    }
  }
}
