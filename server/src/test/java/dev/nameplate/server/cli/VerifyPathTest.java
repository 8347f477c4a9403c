package dev.nameplate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nameplate.server.cli.output.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The path from a heat to a panel is proved offline from a saved trace. */
final class VerifyPathTest {
  private static final String HEAT = "88.118.8/HEAT";
  private static final String PANEL = "88.118.8/PANEL";

  @TempDir private Path directory;
  private Path data;
  private Path saved;

  @BeforeEach
  void capture() throws IOException {
    data = directory.resolve("node");
    saved = directory.resolve("trace.jsonl");
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
    capture(
        """
        {'kind':'create','time':'2026-07-01T02:00:00Z','items':['88.118.8/HEAT','88.118.8/OTHER']}
        {'kind':'process','time':'2026-07-02T02:00:00Z','process':'P1','inputs':['88.118.8/HEAT']}
        {'kind':'process','time':'2026-07-02T03:00:00Z','process':'P1','outputs':['88.118.8/COIL']}
        {'kind':'process','time':'2026-07-03T02:00:00Z','name':'cut','inputs':['88.118.8/COIL'],'outputs':['88.118.8/PANEL']}
        """);
  }

  private void capture(String events) throws IOException {
    Path file = Files.writeString(directory.resolve("events.jsonl"), events.replace('\'', '"'));
    Run.of("capture", file, "--data", data).ok();
  }

  private List<String> save() throws IOException {
    Run.of("trace", "down", HEAT, "--history", "--save", saved, "--data", data).ok();
    return new ArrayList<>(Files.readAllLines(saved));
  }

  private Run verify(List<String> lines, String from, String to) throws IOException {
    Files.write(saved, lines);
    return Run.of("verify", saved, "--anchor", data.resolve("anchor.txt"), "--path", from, to);
  }

  @Test
  void a_whole_path_is_shown() throws IOException {
    List<String> lines = save();

    assertThat(verify(lines, HEAT, PANEL).ok().out())
        .contains("Path: 2 processes", "  88.118.8/COIL\n", "  88.118.8/PANEL\n", "Verified: 4");
    List<JsonNode> json =
        Run.of(
                "verify",
                saved,
                "--anchor",
                data.resolve("anchor.txt"),
                "--json",
                "--path",
                HEAT,
                "88.118.8/panel")
            .ok()
            .jsonLines();
    JsonNode path = json.get(json.size() - 1).path("path");
    assertThat(path).hasSize(3);
    assertThat(path.get(0).path("item").asText()).isEqualTo(HEAT);
    assertThat(path.get(1).path("events")).hasSize(2);
    assertThat(path.get(2).path("events")).hasSize(1);
  }

  @Test
  void a_file_with_a_line_removed_has_no_path() throws IOException {
    List<String> lines = save();
    int broken = 0;
    for (int i = 0; i < lines.size(); i++) {
      List<String> fewer = new ArrayList<>(lines);
      fewer.remove(i);
      Run run = verify(fewer, HEAT, PANEL);
      if (run.exitCode() != ExitCode.OK) {
        run.failed(ExitCode.NO, "--path", "the connecting events are missing");
        broken++;
      }
    }
    assertThat(broken).isEqualTo(3); // the creation is no part of the path
  }

  @Test
  void lines_repeated_or_in_another_order_change_nothing() throws IOException {
    List<String> lines = save();
    lines.addAll(List.copyOf(lines));
    Collections.reverse(lines);

    assertThat(verify(lines, HEAT, PANEL).ok().out()).contains("Path: 2 processes");
  }

  @Test
  void a_file_of_another_question_has_no_path() throws IOException {
    verify(save(), "88.118.8/OTHER", PANEL)
        .failed(ExitCode.NO, "--path", "88.118.8/OTHER", "missing");
    verify(save(), PANEL, HEAT).failed(ExitCode.NO, "--path", "missing");
  }

  @Test
  void a_withdrawn_event_leads_nowhere_wherever_its_withdrawal_stands() throws IOException {
    capture("{'kind':'withdraw','time':'2026-07-04T02:00:00Z','event':'cut','reason':'wrong'}");
    List<String> lines = save();

    for (int order = 0; order < 2; order++) {
      Run run = verify(lines, HEAT, PANEL);
      assertThat(run.exitCode()).isEqualTo(ExitCode.NO);
      assertThat(run.err()).contains("--path", "every path includes a withdrawn event");
      Collections.reverse(lines);
    }
    assertThat(verify(lines, HEAT, "88.118.8/COIL").ok().out()).contains("Path: 1 process");
  }

  @Test
  void two_items_are_needed() throws IOException {
    save();
    Run.of("verify", saved, "--anchor", data.resolve("anchor.txt"), "--path", HEAT)
        .failed(ExitCode.USAGE, "--path");
  }
}
