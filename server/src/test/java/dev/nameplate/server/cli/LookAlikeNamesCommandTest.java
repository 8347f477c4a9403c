package dev.nameplate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nameplate.error.VisibleText;
import dev.nameplate.server.cli.output.ExitCode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names with characters that nobody sees, typed or pasted. */
final class LookAlikeNamesCommandTest {
  private static final String COIL = "88.118.8/COIL-9";

  @TempDir private Path directory;
  private Path data;

  @BeforeEach
  void make_a_node_with_a_coil_and_a_panel() {
    data = directory.resolve("node");
    Run.of("init", "--data", data, "--prefix", "88.118.8", "--no-passphrase").ok();
    Run.of("assign", COIL, "--value", "1:weight=20", "--data", data).ok();
    Run.of(
            "capture",
            "process",
            "--input",
            COIL,
            "--output",
            "88.118.8/PANEL",
            "--time",
            "2026-03-02T08:00:00+08:00",
            "--data",
            data)
        .ok();
  }

  @ParameterizedTest
  @ValueSource(strings = {COIL + " ", "\u00a0\u200b" + COIL})
  void every_lookup_finds_what_was_meant_and_names_it(String typed) {
    String anchor = data.resolve("anchor.txt").toString();
    JsonNode answer =
        Run.of("resolve", typed, "--data", data, "--anchor", anchor, "--json").ok().json();
    assertThat(answer.path("identifier").asText()).isEqualTo(COIL);
    assertThat(answer.path("verified").asBoolean()).isTrue();
    assertThat(
            Run.of("history", typed, "--data", data, "--json")
                .ok()
                .json()
                .path("identifier")
                .asText())
        .isEqualTo(COIL);
    assertThat(
            Run.of("list", typed.substring(0, typed.indexOf('/')), "--data", data, "--json")
                .ok()
                .json()
                .path("identifier")
                .asText())
        .isEqualTo(COIL);
    assertThat(Run.of("trace", "down", typed, "--data", data).ok().out())
        .contains(COIL, "88.118.8/PANEL")
        .doesNotContain("\u200b", "\u00a0");
    assertThat(Run.of("trace", "down", typed, "--data", data, "--anchor", anchor).ok().out())
        .contains("88.118.8/PANEL");
    assertThat(Run.of("recall", typed, "--data", data).ok().out()).contains("88.118.8/PANEL");
    assertThat(Run.of("reconcile", typed, "--data", data).out()).contains(COIL);
    assertThat(Run.of("events", "--item", typed, "--data", data, "--json").ok().jsonLines())
        .hasSize(1);
  }

  @Test
  void what_is_typed_to_be_assigned_is_refused_with_code_point_and_offset() {
    Run.of("assign", COIL + "\u200b", "--data", data)
        .failed(ExitCode.USAGE, "suffix: U+200B at offset 6 cannot be seen (expected: \"COIL-9\")");
    Run.of("update", COIL + " ", "--value", "1:weight=21", "--data", data, "--expect", "1")
        .failed(ExitCode.USAGE, "suffix: U+0020 at offset 6 is white space at the end");
    Run.of("mint", "88.118.8/C\u2060-{seq:3}", "--data", data)
        .failed(ExitCode.USAGE, "pattern: U+2060 at offset 1 cannot be seen");
    Run.of(
            "capture",
            "create",
            "--item",
            COIL + "\u00ad",
            "--time",
            "2026-03-02T08:00:00+08:00",
            "--data",
            data)
        .failed(ExitCode.USAGE, "create.items[0].item: U+00AD at offset 15 cannot be seen");
    Run.of(
            "init",
            "--data",
            directory.resolve("other"),
            "--prefix",
            "10.5\u200b",
            "--no-passphrase")
        .failed(ExitCode.USAGE, "prefix: U+200B at offset 4 cannot be seen");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u200b88.119.8/COIL-5", "88.119\u202e.8/COIL-5"})
  void a_message_shows_the_character(String typed) {
    Run refused = Run.of("resolve", typed, "--data", data);

    assertThat(refused.exitCode()).isNotZero();
    assertThat(refused.err()).containsPattern("\\\\u20[02][be]").doesNotContain("\u200b", "\u202e");
  }

  @Test
  void nothing_is_printed_that_cannot_be_seen_and_json_loses_nothing() {
    String note = "a\u200b\u009b[2J\u202eb\u00a0";
    Run.of("assign", "88.118.8/NOTE", "--value", "1:note=" + note, "--data", data).ok();
    Run.of(
            "capture",
            "transfer",
            "--item",
            COIL,
            "--to",
            "Wo\u009blf",
            "--time",
            "2026-03-03T08:00:00+08:00",
            "--data",
            data)
        .ok();

    Run json = Run.of("resolve", "88.118.8/NOTE", "--data", data, "--json").ok();
    assertThat(json.json().path("values").get(0).path("data").asText()).isEqualTo(note);
    assertVisible(json);
    assertVisible(Run.of("resolve", "88.118.8/NOTE", "--data", data).ok());
    assertVisible(Run.of("events", "--data", data).ok());
    assertVisible(Run.of("events", "--data", data, "--json").ok());
    assertVisible(Run.of("recall", COIL, "--data", data).ok());
    assertVisible(Run.of("recall", COIL, "--data", data, "--json").ok());
    assertVisible(Run.of("recall", COIL, "--data", data, "--csv").ok());
    assertVisible(Run.of("trace", "down", COIL, "--history", "--data", data).ok());
    assertVisible(Run.of("export", "88.118.8\u2060", "--no\u202esuch", "--data", data));
  }

  private static void assertVisible(Run run) {
    assertThat(
            (run.out().replaceFirst("^\uFEFF", "") + run.err())
                .codePoints()
                .filter(point -> point != '\n' && point != '\r'))
        .allMatch(VisibleText::isVisible, "can be seen");
  }
}
