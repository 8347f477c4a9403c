package dev.nameplate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.node.NodeConfig;
import dev.nameplate.server.NodeServer;
import dev.nameplate.server.ServerConfig;
import dev.nameplate.server.cli.output.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Causes that are easily taken for one another are told apart. */
final class TrueMessagesTest {
  private static final String COIL = "88.118.8/COIL-5";

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
    Run.of("assign", COIL, "--value", "1:N=5", "--data", data).ok();
  }

  private Run with(Object... arguments) {
    Object[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--data";
    all[arguments.length + 1] = data;
    return Run.of(all);
  }

  @Test
  void a_version_that_is_not_there_is_told_from_an_identifier_that_is_not() {
    Run version = with("resolve", COIL, "--version", 9);
    assertThat(version.exitCode()).isEqualTo(ExitCode.NO);
    assertThat(version.out()).contains(COIL + " has no version 9; its newest version is 1.");
    assertThat(with("resolve", COIL, "--version", 9, "--json").json().path("newestVersion").asInt())
        .isEqualTo(1);

    Run time = with("resolve", COIL, "--at", "2001-01-01T00:00:00Z");
    assertThat(time.out())
        .contains("was not assigned at that time, but is now; its newest version is 1.");

    Run never = with("resolve", "88.118.8/NEVER", "--version", 9);
    assertThat(never.out()).contains("88.118.8/NEVER is not assigned");
  }

  @Test
  void a_retired_identifier_is_told_from_one_in_use() {
    with("retire", COIL, "--expect", 1).ok();

    Run again = with("assign", COIL, "--json");

    again.failed(ExitCode.NO, "was retired in version 2", "never assigned again");
    assertThat(again.reason()).isEqualTo("RETIRED");
  }

  @Test
  void what_was_minted_before_the_numbers_ran_out_is_reported_first() {
    Run mint = with("mint", "88.118.8/BOX-{seq:1}", "--count", 11);

    assertThat(mint.exitCode()).isEqualTo(ExitCode.NO);
    assertThat(mint.out().lines().filter(line -> line.startsWith("Assigned")).toList())
        .hasSize(9)
        .first()
        .asString()
        .contains("88.118.8/BOX-1");
    assertThat(mint.out()).containsSubsequence("BOX-1", "BOX-2", "BOX-5", "BOX-8", "BOX-9");
    assertThat(mint.err()).contains("9 of 11 were assigned; ", "has no free identifier left");
    assertThat(with("mint", "88.118.8/BOX-{seq:1}", "--count", 2).err())
        .contains("has no free identifier left")
        .doesNotContain("of 2 were");
  }

  @Test
  void an_export_without_proofs_is_told_from_a_damaged_one() throws IOException {
    Path records = directory.resolve("records.jsonl");
    with("export", "88.118.8", "--out", records).ok();

    Run.of("verify", records, "--anchor", data.resolve("anchor.txt"))
        .failed(ExitCode.USAGE, COIL, "without its signed statement", "export with --proof");

    Path proven = directory.resolve("proven.jsonl");
    with("export", "88.118.8", "--proof", "--out", proven).ok();
    Run.of("verify", proven, "--anchor", data.resolve("anchor.txt")).ok();
    Files.writeString(proven, "{\"identifier\":\"88.118.8/COIL-5\",\"statement\":\"*\"}");
    Run.of("verify", proven, "--anchor", data.resolve("anchor.txt"))
        .failed(ExitCode.USAGE, "statement in Base64");
  }

  @Test
  void what_is_no_statement_is_told_from_a_damaged_one() throws IOException {
    Path anchor = data.resolve("anchor.txt");
    Run.of("verify", anchor, "--anchor", anchor)
        .failed(
            ExitCode.USAGE, "expected: a signed statement", "this is trust anchors", "--anchor");
    Path other = directory.resolve("other");
    Files.writeString(other, "coil;weight\r\n钢卷;21\r\n");
    Run.of("verify", other, "--anchor", anchor).failed(ExitCode.USAGE, "this is some other text");
    Files.writeString(other, "-----BEGIN PUBLIC KEY-----\n");
    Run.of("verify", other, "--anchor", anchor).failed(ExitCode.USAGE, "this is a key in PEM");
    Files.write(other, new byte[0]);
    Run.of("verify", other, "--anchor", anchor).failed(ExitCode.USAGE, "the file is empty");
    Files.write(other, new byte[] {'P', 'K', 3, 4, 0, 0, 9});
    Run.of("verify", other, "--anchor", anchor).failed(ExitCode.NO, "the bytes are not a signed");

    with("resolve", COIL, "--save", other).ok();
    Run.of("verify", other, "--anchor", anchor).ok();
  }

  @Test
  void a_table_of_a_recall_that_fails_does_not_begin() {
    with("recall", "88.118.8/NEVER", "--csv").failed(ExitCode.NO, "suspects");
  }

  @Test
  void a_scheme_before_a_prefix_is_named() {
    with("resolve", "doi:88.118.8/X")
        .failed(ExitCode.NO, "\"doi:88.118.8\"", "did you mean 88.118.8?");
    assertThat(with("list", "handle:88.118.8").err()).contains("did you mean 88.118.8?");
    assertThat(with("resolve", "doi:10.1000/X").err()).doesNotContain("did you mean");
    assertThat(with("resolve", "doi:/X").err()).doesNotContain("did you mean");
  }

  @Test
  void a_mirror_of_a_node_with_a_new_key_is_told_what_to_pass() {
    Path mirror = directory.resolve("mirror");
    Path anchor = data.resolve("anchor.txt");
    follow(mirror, "--anchor", anchor).ok();
    with("keys", "next").ok();
    with("keys", "activate").ok();
    with("assign", "88.118.8/COIL-6").ok();

    follow(mirror).failed(ExitCode.NO, "if the node has a new key", "--anchor FILE", "keys anchor");
    follow(mirror, "--anchor", anchor).ok();
  }

  private Run follow(Path mirror, Object... more) {
    try (NodeServer server = NodeServer.start(ServerConfig.onPort(0), NodeConfig.in(data))) {
      List<Object> arguments = new java.util.ArrayList<>(List.of("log", "follow", "--once"));
      arguments.addAll(List.of("--node", server.host() + ":" + server.port(), "--data", mirror));
      arguments.addAll(List.of(more));
      return Run.of(arguments.toArray());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hdl:88.118.8/COIL-5", "https://hdl.handle.net/88.118.8/COIL-5"})
  void every_command_that_takes_an_identifier_reads_the_uris_of_the_handle_system(String uri) {
    assertThat(with("resolve", uri, "--json").ok().json().path("identifier").asText())
        .isEqualTo(COIL);
    with("history", uri).ok();
    with("log", "prove", uri).ok();
    with("update", uri, "--expect", 1, "--value", "1:N=6").ok();
    with("assign", "88.118.8/AL", "--value", "1:HS_ALIAS=" + uri).ok();
    assertThat(with("resolve", "88.118.8/AL", "--follow").ok().out()).contains("N");
    with("assign", "88.118.8/REF", "--reference", "1:of=" + uri).ok();
    with("capture", "observe", "--item", uri, "--step", "weighing").ok();
    assertThat(with("events", "--item", COIL).ok().out()).contains("COIL-5");
    with("assign", uri.replace("COIL-5", "COIL-7")).ok();
    with("resolve", "88.118.8/COIL-7").ok();
    with("retire", uri, "--expect", 2).ok();
  }

  @Test
  void other_urls_are_no_identifiers() {
    with("resolve", "https://id.gs1.org/01/09520123456788")
        .failed(ExitCode.USAGE, "other URLs are not identifiers");
    with("list", "hdl:88.118.8").failed(ExitCode.USAGE, "without hdl:");
    with("mint", "hdl:88.118.8/BOX-{seq:4}").failed(ExitCode.USAGE, "without hdl:");
  }
}
