package dev.nameplate.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.server.cli.Run;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Terminal;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ServeCommandTest {
  @TempDir private Path directory;
  private Path data;

  @BeforeEach
  void make_a_node() {
    data = directory.resolve("node");
    Run.of(
            "init",
            "--data",
            data,
            "--prefix",
            "88.118.8",
            "--suite",
            "ED25519_SHA256",
            "--no-passphrase")
        .ok();
  }

  /** A {@code serve} that runs in a thread of its own. */
  private static final class Running implements AutoCloseable {
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    private final BufferedReader out;
    private final Thread thread;

    Running(Object... arguments) throws IOException {
      PipedInputStream pipe = new PipedInputStream();
      PrintStream printed =
          new PrintStream(new PipedOutputStream(pipe), true, StandardCharsets.UTF_8);
      Terminal terminal =
          new Terminal(
              new ByteArrayInputStream(new byte[0]),
              printed,
              new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
              Map.of(),
              false,
              Optional.empty());
      List<String> command = java.util.stream.Stream.of(arguments).map(Object::toString).toList();
      out = new BufferedReader(new InputStreamReader(pipe, StandardCharsets.UTF_8));
      thread = new Thread(() -> exitCode.complete(Main.commandLine().run(command, terminal)));
      thread.start();
    }

    String line() throws IOException {
      return out.readLine();
    }

    @Override
    public void close() {
      thread.interrupt();
      assertThat(exitCode.join()).isZero();
    }
  }

  @Test
  void it_prints_where_it_listens_and_that_it_is_ready_and_then_answers() throws IOException {
    try (Running serve = new Running("serve", "--data", data, "--grpc-port", 0)) {
      String face = serve.line();
      assertThat(face).matches("grpc 127\\.0\\.0\\.1:[0-9]+");
      assertThat(serve.line()).isEqualTo("ready");
      String node = face.substring("grpc ".length());

      Run.of(
              "assign",
              "88.118.8/卷-1",
              "--value",
              "1:URL=x",
              "--value",
              "2:成本=1",
              "--restricted",
              2,
              "--node",
              node)
          .ok();
      var unverified = Run.of("resolve", "88.118.8/卷-1", "--node", node, "--json").ok().json();
      var verified =
          Run.of(
                  "resolve",
                  "88.118.8/卷-1",
                  "--node",
                  node,
                  "--anchor",
                  data.resolve("anchor.txt"),
                  "--json")
              .ok()
              .json();

      assertThat(unverified.path("verified").asBoolean(true)).isFalse();
      assertThat(verified.path("verified").asBoolean()).isTrue();
      assertThat(verified.path("values")).hasSize(1);
      assertThat(verified.path("withheld").get(0).asLong()).isEqualTo(2);
      Run.of("log", "audit", "--node", node, "--anchor", data.resolve("anchor.txt")).ok();
      Run.of("log", "audit", "--node", node).failed(ExitCode.USAGE, "--anchor");
      Run.of("resolve", "88.118.8/卷-1", "--data", data).failed(ExitCode.NO, data.toString());
    }
    Run.of("resolve", "88.118.8/卷-1", "--data", data).ok(); // it let go of the directory
  }

  @Test
  void options_come_from_a_file_and_the_command_line_goes_before() throws IOException {
    Path config =
        Files.writeString(
            directory.resolve("node.properties"),
            "grpc-port = 1\ncache-mb = 8\ndata = " + data + "\n");

    try (Running serve = new Running("serve", "--config", config, "--grpc-port", 0, "--json")) {
      assertThat(serve.line()).contains("\"face\":\"grpc\"", "127.0.0.1:").doesNotContain(":1\"");
      assertThat(serve.line()).contains("\"ready\":true");
    }
  }

  @Test
  void an_unknown_name_in_the_file_is_refused_with_those_that_are_known() throws IOException {
    Path config = Files.writeString(directory.resolve("node.properties"), "grpc-prot = 1\n");

    Run.of("serve", "--data", data, "--config", config)
        .failed(ExitCode.USAGE, "grpc-prot", "grpc-port");
    Run.of("serve", "--data", data, "--config", directory.resolve("none"))
        .failed(ExitCode.USAGE, "none", "it does not exist");
    Files.writeString(config, "grpc-port = many\n");
    Run.of("serve", "--data", data, "--config=" + config).failed(ExitCode.USAGE, "many");
  }

  @Test
  void a_port_in_use_is_named_with_what_to_do() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Run run = Run.of("serve", "--data", data, "--grpc-port", taken.getLocalPort(), "--json");

      run.failed(ExitCode.NO, "127.0.0.1:" + taken.getLocalPort());
      assertThat(run.reason()).isEqualTo("UNREACHABLE");
    }
  }

  @Test
  void a_port_or_cache_out_of_range_is_refused() {
    Run.of("serve", "--data", data, "--grpc-port", 70_000).failed(ExitCode.USAGE, "70000");
    Run.of("serve", "--data", data, "--cache-mb", -1).failed(ExitCode.USAGE, "cache-mb");
  }
}
