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

  private static void refused(Run run, String... parts) {
    assertThat(run.exitCode()).describedAs(run.out()).isEqualTo(ExitCode.NO);
    assertThat(run.err()).contains(parts);
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
  void a_file_with_a_line_removed_is_refused() throws IOException {
    List<String> lines = save();
    for (int i = 0; i < lines.size(); i++) {
      List<String> fewer = new ArrayList<>(lines);
      fewer.remove(i);
      refused(
          verify(fewer, HEAT, PANEL),
          i == lines.size() - 1 ? "without a certificate" : "rows, and",
          i == lines.size() - 1 ? "--uncertified" : "AnswerDiffers");
    }
  }

  @Test
  void lines_repeated_swapped_or_of_another_answer_are_refused() throws IOException {
    Run.of("trace", "down", "88.118.8/COIL", "--save", saved, "--data", data).ok();
    List<String> other = Files.readAllLines(saved);
    List<String> lines = save();

    List<String> repeated = new ArrayList<>(lines);
    repeated.add(1, lines.get(1));
    refused(verify(repeated, HEAT, PANEL), "AnswerDiffers");
    List<String> swapped = new ArrayList<>(lines);
    Collections.swap(swapped, 1, 2);
    refused(verify(swapped, HEAT, PANEL), "AnswerDiffers", "not in its order");
    List<String> mixed = new ArrayList<>(lines.subList(0, lines.size() - 1));
    mixed.add(other.get(other.size() - 1));
    refused(verify(mixed, HEAT, PANEL), "AnswerDiffers");
    List<String> added = new ArrayList<>(lines);
    added.add(0, lines.get(1).replaceFirst(",\"trace\":\"[^\"]*\"", ""));
    refused(verify(added, HEAT, PANEL), "1 row or event without a certificate");
    List<String> both = new ArrayList<>(lines);
    both.addAll(other);
    assertThat(verify(both, HEAT, PANEL).ok().out()).contains("Path: 2 processes");
  }

  @Test
  void events_without_a_certificate_make_a_path_on_request_only() throws IOException {
    List<String> lines = save();
    List<String> events = new ArrayList<>();
    for (String line : lines.subList(0, lines.size() - 1)) {
      if (line.contains("statement")) {
        events.add(line.replaceFirst(",\"trace\":\"[^\"]*\"", ""));
      }
    }
    refused(verify(events, HEAT, PANEL), "--uncertified");
    Path anchor = data.resolve("anchor.txt");
    for (int i = 0; i <= events.size(); i++) {
      List<String> fewer = new ArrayList<>(events);
      if (i < events.size()) {
        fewer.remove(i);
      }
      Run run =
          Run.of(
              "verify",
              Files.write(saved, fewer),
              "--anchor",
              anchor,
              "--uncertified",
              "--path",
              HEAT,
              PANEL);
      if (i == 0 || i == events.size()) { // the creation is no part of the path
        assertThat(run.ok().out()).contains("Path: 2 processes");
      } else {
        refused(run, "--path", "the connecting events are missing");
      }
    }
  }

  @Test
  void a_file_of_another_question_has_no_path() throws IOException {
    refused(verify(save(), "88.118.8/OTHER", PANEL), "--path", "88.118.8/OTHER", "missing");
    refused(verify(save(), PANEL, HEAT), "--path", "missing");
  }

  @Test
  void a_withdrawn_event_leads_nowhere() throws IOException {
    capture("{'kind':'withdraw','time':'2026-07-04T02:00:00Z','event':'cut','reason':'wrong'}");
    List<String> lines = save();

    refused(verify(lines, HEAT, PANEL), "--path", "every path includes a withdrawn event");
    assertThat(verify(lines, HEAT, "88.118.8/COIL").ok().out()).contains("Path: 1 process");
  }

  @Test
  void an_answer_about_an_earlier_state_may_lack_a_withdrawal() throws IOException {
    capture("{'kind':'withdraw','time':'2026-07-04T02:00:00Z','event':'cut','reason':'wrong'}");
    Run.of("trace", "down", HEAT, "--position", "4", "--save", saved, "--data", data).ok();
    List<String> lines = Files.readAllLines(saved);

    refused(verify(lines, HEAT, PANEL), "--path", "an earlier state", "--uncertified");
    Path anchor = data.resolve("anchor.txt");
    assertThat(
            Run.of("verify", saved, "--anchor", anchor, "--uncertified", "--path", HEAT, PANEL)
                .ok()
                .out())
        .contains("as of position 4, an earlier state", "Path: 2 processes");
  }

  @Test
  void two_items_are_needed() throws IOException {
    save();
    Run.of("verify", saved, "--anchor", data.resolve("anchor.txt"), "--path", HEAT)
        .failed(ExitCode.USAGE, "--path");
  }
}
