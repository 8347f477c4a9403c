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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A process without memory must end: one that lives on answers nothing and holds its directory.
 * Each process is killed after a while, whatever happens, and then has another status.
 */
@Tag("crash")
@Timeout(300)
class ExhaustedHeapTest {
  private static final long MOST_SECONDS = 90;
  private static final int ENDED_ITSELF = 1;

  @TempDir Path directory;
  private Path data;
  private Path errors;

  @BeforeEach
  void make_a_node() {
    data = directory.resolve("node");
    errors = directory.resolve("errors.txt");
    Run.of("init", "--data", data, "--prefix", "88.118.8", "--no-passphrase").ok();
  }

  @Test
  void a_server_whose_heap_is_used_up_ends_with_one_line_and_its_directory_is_free()
      throws Exception {
    try (Served served = new Served("heap")) {
      served.begin();
      served.askUntilItEnds();

      assertThat(served.status()).isEqualTo(ENDED_ITSELF);
    }

    assertThat(Files.readAllLines(errors))
        .singleElement()
        .asString()
        .startsWith("nameplate: the process stopped: heap exhausted");
    Run.of("assign", "88.118.8/AFTERWARDS", "--data", data).ok();
  }

  @ParameterizedTest
  @ValueSource(strings = {"thread", "internal", "jdk-log", "slf4j"})
  void a_fatal_error_ends_the_server_wherever_it_is_met(String where) throws Exception {
    try (Served served = new Served(where)) {
      served.begin();

      assertThat(served.status()).isEqualTo(ENDED_ITSELF);
    }

    assertThat(Files.readAllLines(errors))
        .singleElement()
        .asString()
        .startsWith("nameplate: the process stopped: ");
    Run.of("assign", "88.118.8/AFTERWARDS", "--data", data).ok();
  }

  @ParameterizedTest
  @ValueSource(strings = {"stack", "direct"})
  void an_error_of_one_call_leaves_the_server_alone(String what) throws Exception {
    try (Served served = new Served(what)) {
      served.begin();
      served.awaitError();

      assertThat(served.ask()).isTrue();
    }
  }

  /** A server with 64 MiB of heap, in which something goes wrong once it is told to. */
  private final class Served implements AutoCloseable {
    private final Process process;
    private final ManagedChannel channel;

    Served(String what) throws IOException {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx64m",
                  "-XX:TieredStopAtLevel=1",
                  "-Dlogback.configurationFile=logback.xml", // not the one for tests
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
      CompletableFuture.delayedExecutor(MOST_SECONDS, TimeUnit.SECONDS)
          .execute(process::destroyForcibly); // then no reader of its pipes waits any more
      BufferedReader output =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      String face = output.readLine();
      assertThat(face).startsWith("grpc ");
      assertThat(output.readLine()).isEqualTo("ready");
      channel =
          NettyChannelBuilder.forTarget(face.substring("grpc ".length())).usePlaintext().build();
    }

    void begin() throws IOException {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
    }

    boolean ask() {
      try {
        return ResolutionServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(5, TimeUnit.SECONDS)
            .resolve(ResolveRequest.newBuilder().setIdentifier("88.118.8/COIL-1").build())
            .isInitialized();
      } catch (StatusRuntimeException e) {
        return false;
      }
    }

    void askUntilItEnds() {
      while (process.isAlive()) {
        var unused = ask();
      }
    }

    void awaitError() throws IOException {
      while (process.isAlive() && Files.size(errors) == 0) {
        Thread.onSpinWait();
      }
    }

    int status() throws InterruptedException {
      assertThat(process.waitFor(2 * MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    }

    @Override
    public void close() {
      channel.shutdownNow();
      process.destroyForcibly().onExit().orTimeout(MOST_SECONDS, TimeUnit.SECONDS).join();
    }
  }
}
