package dev.nameplate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.server.NodeServer;
import dev.nameplate.server.ServerConfig;
import dev.nameplate.server.cli.output.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each is told in one line that names the thing and says what to do. */
final class BadInputTest {
  @TempDir private Path directory;

  private Path node() {
    Path data = directory.resolve("node");
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
    return data;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          space instead of slash      | assign;88.118.8 COIL-1                              | MALFORMED_IDENTIFIER  | did you mean 88.118.8/COIL-1?
          no slash                    | resolve;88.118.8                                    | MALFORMED_IDENTIFIER  | prefix/suffix
          empty suffix                | resolve;88.118.8/                                   | MALFORMED_IDENTIFIER  | suffix
          empty label                 | list;88..8                                          | MALFORMED_IDENTIFIER  | label
          duplicate index             | assign;88.118.8/X;--value;1:a=b;--number;1:c=2      | INVALID_RECORD        | each index only once
          index zero                  | assign;88.118.8/X;--value;0:a=b                     | INVALID_RECORD        | 1 to 4294967295
          value without a type        | assign;88.118.8/X;--value;URL=b                     | INVALID_RECORD        | INDEX:TYPE
          number that is none         | assign;88.118.8/X;--number;1:kg=12,5                | INVALID_RECORD        | decimal number
          JSON that is none           | assign;88.118.8/X;--json-value;1:a={                | INVALID_RECORD        | valid JSON
          reference that is none      | assign;88.118.8/X;--reference;1:a=88.118.8          | MALFORMED_IDENTIFIER  | prefix/suffix
          ttl too long                | assign;88.118.8/X;--value;1:a=b;--ttl;99999999      | INVALID_RECORD        | 31536000
          restricted without a value  | assign;88.118.8/X;--restricted;3                    | INVALID_RECORD        | --restricted
          file that is not there      | assign;88.118.8/X;--file;1:a=/no/such/file          | INVALID_ARGUMENT      | it does not exist
          update without version      | update;88.118.8/X                                   | INVALID_ARGUMENT      | --expect
          version that is no number   | update;88.118.8/X;--expect;one                      | INVALID_ARGUMENT      | --expect
          two points in time          | resolve;88.118.8/X;--version;1;--position;2         | INVALID_ARGUMENT      | mutually exclusive
          time without offset         | resolve;88.118.8/X;--at;2026-07-01                  | INVALID_ARGUMENT      | 2026-07-01T08:00:00+08:00
          limit zero                  | list;88.118.8;--limit;0                             | INVALID_ARGUMENT      | 1 or more
          unknown option              | resolve;88.118.8/X;--bogus                          | INVALID_ARGUMENT      | --bogus
          unknown command             | frobnicate                                          | INVALID_ARGUMENT      | frobnicate
          family without a command    | keys                                                | INVALID_ARGUMENT      | keys show
          node and data               | resolve;88.118.8/X;--node;localhost;--data;/tmp     | INVALID_ARGUMENT      | either --node or --data
          address with a bad port     | resolve;88.118.8/X;--node;localhost:99999           | INVALID_ARGUMENT      | host:port
          unknown suite               | init;--data;/no/x;--prefix;88.118.8;--suite;RSA     | INVALID_ARGUMENT      | ED25519_SHA256
          prefix nobody is allotted   | init;--data;/no/x;--prefix;88.1;--no-passphrase     | PREFIX_NOT_ALLOTTABLE | 3 to 5 digits
          """)
  void what_cannot_be_right_is_wrong_usage(
      String why, String command, String reason, String expected) {
    Object[] arguments = command.split(";");

    Run.of(arguments).failed(ExitCode.USAGE, expected);
    Run json = Run.of(Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray());
    json.failed(ExitCode.USAGE);
    assertThat(json.reason()).isEqualTo(reason);
  }

  @Test
  void a_directory_without_a_node_is_named_with_the_command_that_makes_one() {
    Run run = Run.of("resolve", "88.118.8/X", "--data", directory.resolve("nothing"), "--json");

    run.failed(ExitCode.NO, "nothing", "run init --data");
    assertThat(run.reason()).isEqualTo("FORMAT_UNSUPPORTED");
    assertThat(directory.resolve("nothing")).doesNotExist();
  }

  @Test
  void init_leaves_a_node_or_foreign_files_as_they_are() throws IOException {
    Path data = node();
    byte[] anchor = Files.readAllBytes(data.resolve("anchor.txt"));
    Run.of("init", "--data", data, "--prefix", "88.118.9", "--no-passphrase")
        .failed(ExitCode.USAGE, "it already holds a node");
    assertThat(data.resolve("anchor.txt")).hasBinaryContent(anchor);

    Path foreign = Files.createDirectories(directory.resolve("photos"));
    Files.writeString(foreign.resolve("cat.jpg"), "miaow");
    Run.of("init", "--data", foreign, "--prefix", "88.118.9", "--no-passphrase")
        .failed(ExitCode.NO, "cat.jpg", "choose another");
    assertThat(foreign.toFile().list()).containsExactly("cat.jpg");
  }

  @Test
  void a_directory_that_another_holds_is_said_to_be_in_use() {
    Path data = node();
    try (Node holder = Node.open(NodeConfig.in(data))) {
      Run run = Run.of("resolve", "88.118.8/X", "--data", data, "--json");

      run.failed(ExitCode.NO);
      assertThat(run.reason()).isEqualTo("DIRECTORY_IN_USE");
      assertThat(holder.prefixes()).isNotEmpty();
    }
    assertThat(
            Run.of("resolve", "88.118.8/X", "--data", data, "--json")
                .json()
                .path("outcome")
                .asText())
        .isEqualTo("absent");
  }

  @Test
  void a_file_larger_than_any_record_is_refused_before_it_is_sent() throws IOException {
    Path big = Files.write(directory.resolve("big"), new byte[3_000_000]);
    Run run = Run.of("assign", "88.118.8/X", "--file", "1:A=" + big, "--json");

    run.failed(ExitCode.USAGE, "--file", "262144", "3000000");
    assertThat(run.reason()).isEqualTo("INVALID_RECORD");
  }

  @Test
  void a_request_larger_than_a_node_takes_is_told_with_what_a_record_may_hold() {
    try (NodeServer server = NodeServer.start(ServerConfig.onPort(0), NodeConfig.in(node()))) {
      Run run =
          Run.of(
              "assign",
              "88.118.8/X",
              "--value",
              "1:A=" + "x".repeat(2_000_000),
              "--node",
              "127.0.0.1:" + server.port());

      run.failed(ExitCode.NO, "request: larger than node", "262144 bytes");
    }
  }

  @Test
  void a_host_nobody_knows_is_told_in_one_line() {
    Run.of("resolve", "88.118.8/X", "--node", "no-such-host.invalid:7430")
        .failed(ExitCode.NO, "no-such-host.invalid:7430", "cannot be reached");
  }

  @Test
  void a_missing_key_file_is_named_with_what_to_do() throws IOException {
    Path data = node();
    Files.delete(data.resolve("keys/log.pem"));

    Run.of("resolve", "88.118.8/X", "--data", data)
        .failed(ExitCode.NO, data.resolve("keys/log.pem") + " is missing", "from a backup");
  }

  @Test
  void an_audit_with_the_anchor_of_another_log_names_both() {
    Path mine = node();
    Path other = directory.resolve("other");
    Run.of("init", "--data", other, "--prefix", "88.118.9", "--no-passphrase").ok();

    Run.of("log", "audit", "--data", mine, "--anchor", other.resolve("anchor.txt"))
        .failed(ExitCode.NO, "88.118.9/log-", "88.118.8/log-");
  }

  @Test
  void a_prefix_that_the_node_does_not_serve_is_refused() {
    Run run = Run.of("resolve", "88.999.1/X", "--data", node(), "--json");

    run.failed(ExitCode.NO, "88.118.8");
    assertThat(run.reason()).isEqualTo("NOT_AUTHORITATIVE");
  }

  @Test
  void a_node_that_does_not_listen_is_named_with_what_to_do() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }

    Run run = Run.of("resolve", "88.118.8/X", "--node", "127.0.0.1:" + free, "--json");

    run.failed(ExitCode.NO, "127.0.0.1:" + free, "serve --data");
    assertThat(run.reason()).isEqualTo("UNREACHABLE");
    assertThat(run.err()).doesNotContain("Exception");
  }

  @Test
  void a_damaged_key_file_is_named() throws IOException {
    Path data = node();
    Path key = data.resolve("keys").resolve("authority.pem");
    List<String> lines = Files.readAllLines(key);
    lines.set(1, "AAAA" + lines.get(1).substring(4));
    Files.write(key, lines);

    Run run = Run.of("resolve", "88.118.8/X", "--data", data, "--json");

    run.failed(ExitCode.NO, "keys/authority.pem");
    assertThat(run.reason()).isEqualTo("DATA_CORRUPT");
  }

  @Test
  void a_directory_of_a_newer_version_is_left_alone() throws IOException {
    Path data = node();
    Files.writeString(data.resolve("store").resolve("FORMAT"), "nameplate-store 999\n");

    Run run = Run.of("resolve", "88.118.8/X", "--data", data, "--json");

    run.failed(ExitCode.NO, "999");
    assertThat(run.reason()).isEqualTo("FORMAT_UNSUPPORTED");
  }

  @Test
  void the_anchor_of_another_node_verifies_nothing_of_this_one() {
    Path data = node();
    Path other = directory.resolve("other");
    Run.of(
            "init",
            "--data",
            other,
            "--prefix",
            "88.118.8",
            "--suite",
            "ED25519_SHA256",
            "--no-passphrase")
        .ok();
    Run.of("assign", "88.118.8/X", "--data", data).ok();

    Run run =
        Run.of(
            "resolve",
            "88.118.8/X",
            "--data",
            data,
            "--anchor",
            other.resolve("anchor.txt"),
            "--json");

    run.failed(ExitCode.NO, "rule: UntrustedKey");
    assertThat(run.reason()).isEqualTo("STATEMENT_REJECTED");
  }

  @Test
  void an_anchor_file_that_is_none_is_named() throws IOException {
    Path file = Files.writeString(directory.resolve("notes.txt"), "buy milk\n");

    Run.of("verify", file, "--anchor", file).failed(ExitCode.USAGE, "notes.txt");
    Run.of("verify", file, "--anchor", directory.resolve("nowhere"))
        .failed(ExitCode.USAGE, "nowhere", "it does not exist");
  }
}
