package dev.nameplate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nameplate.server.cli.output.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are too long, that never end, or that say numbers nobody can write out. */
final class HugeInputTest {
  @TempDir private Path directory;
  private Path data;
  private Path anchor;

  @BeforeEach
  void make_a_node() {
    data = directory.resolve("node");
    anchor = data.resolve("anchor.txt");
    Run.of("init", "--data", data, "--prefix", "88.118.8", "--no-passphrase").ok();
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  @Test
  void a_line_of_statements_that_is_too_long_is_named() throws IOException {
    Path kept = file("kept.jsonl", "{\"statement\":\"" + "A".repeat(5 << 20) + "\"}\n");

    Run run = Run.of("verify", kept, "--anchor", anchor);

    run.failed(ExitCode.USAGE, "kept.jsonl:1", "at most 4194304 characters a line");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "verify;HUGE;--anchor;HUGE",
        "verify;ANCHOR;--anchor;ANCHOR;--proof;HUGE",
        "root;show;HUGE",
        "serve;--config;HUGE",
        "log;audit;--data;DATA;--checkpoint;HUGE",
        "init;--data;NEW;--prefix;88.118.8;--passphrase-file;HUGE",
        "import;--mapping;HUGE;--data;DATA;ANCHOR"
      })
  void a_file_that_is_longer_than_any_of_its_kind_is_not_read_to_its_end(String command)
      throws IOException {
    Path huge = file("huge.txt", "88.118.8 ".repeat(200_000));

    run(command, huge).failed(ExitCode.USAGE, "huge.txt", "a file of at most ");
  }

  @Test
  void a_device_that_never_ends_is_not_read_to_its_end() {
    Path zero = Path.of("/dev/zero");
    assumeTrue(Files.exists(zero), "/dev/zero is there");

    run("verify;ANCHOR;--anchor;HUGE", zero).failed(ExitCode.USAGE, "/dev/zero", "at most");
    run("assign;88.118.8/X;--file;1:a=HUGE;--data;DATA", zero)
        .failed(ExitCode.USAGE, "/dev/zero", "at most");
    run("verify;HUGE;--anchor;ANCHOR", zero).failed(ExitCode.NO, "/dev/zero");
  }

  private Run run(String command, Path huge) {
    return Run.of(
        Stream.of(command.split(";"))
            .map(
                word ->
                    word.replace("HUGE", huge.toString())
                        .replace("ANCHOR", anchor.toString())
                        .replace("DATA", data.toString())
                        .replace("NEW", directory.resolve("new").toString()))
            .toArray());
  }

  @Test
  void an_anchor_of_the_node_that_was_blown_up_is_damaged() throws IOException {
    Files.writeString(anchor, "88.118.8 ".repeat(200_000));

    Run.of("resolve", "88.118.8/X", "--data", data)
        .failed(ExitCode.NO, "anchor.txt is damaged", "more than 1048576 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e-9223372036854775808",
        "1e9223372036854775808",
        "1e-2147483649",
        "1e2147483648",
        "1e999999999",
        "-1e-999999999",
        "0e999999999999",
        "1E+99999999999999999999"
      })
  void a_number_that_nobody_can_write_out_spoils_its_own_line_only(String number)
      throws IOException {
    String line =
        "{\"identifier\":\"88.118.8/%s\",\"values\":[{\"index\":%s,\"type\":\"a\",\"data\":\"b\"}]}";
    Path records =
        file(
            "records.jsonl",
            String.join(
                "\n",
                line.formatted("N1", "1"),
                line.formatted("N2", number),
                line.formatted("N3", "1")));

    Run run = Run.of("import", records, "--data", data);

    assertThat(run.err().lines().filter(said -> said.contains("records.jsonl:2")).toList())
        .hasSize(1)
        .allMatch(said -> said.length() < 400 && said.contains("expected"));
    assertThat(run.err()).doesNotContain("internal error");
    assertThat(run.out()).startsWith("3 rows: 2 assigned, ").contains(" 1 refused");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e-9223372036854775808", "1e999999999", "1e-999999999", "1e99"})
  void a_quantity_that_nobody_can_write_out_spoils_its_own_event_only(String number)
      throws IOException {
    String line =
        "{\"kind\":\"create\",\"time\":\"2026-07-06T08:00:00+08:00\",\"items\":"
            + "[{\"item\":\"88.118.8/%s\",\"amount\":%s,\"unit\":\"TNE\"}]}";
    Path events =
        file(
            "made.txt",
            String.join(
                "\n",
                line.formatted("Q1", "1"),
                line.formatted("Q2", number),
                line.formatted("Q3", "1")));

    Run run = Run.of("capture", events, "--data", data, "--json");

    List<String> refused = run.err().lines().filter(said -> said.contains("made.txt:2")).toList();
    assertThat(refused).hasSize(1).allMatch(said -> said.contains("expected"));
    assertThat(run.err()).doesNotContain("internal error");
    assertThat(run.out().lines().filter(said -> said.contains("position"))).hasSize(2);
  }
}
