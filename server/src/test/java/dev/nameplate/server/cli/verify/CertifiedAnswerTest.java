package dev.nameplate.server.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.server.NodeServer;
import dev.nameplate.server.ServerConfig;
import dev.nameplate.server.cli.Run;
import dev.nameplate.server.cli.output.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Saved answers are checked against their certificates, and these against a mirror. */
final class CertifiedAnswerTest {
  private static final String HEAT = "88.118.8/HEAT";

  @TempDir private Path directory;
  private Path data;
  private Path saved;
  private Path mirror;
  private Path anchor;

  @BeforeEach
  void capture() throws IOException {
    make("SM2_SM3");
  }

  private void make(String suite) throws IOException {
    data = directory.resolve("node-" + suite);
    saved = directory.resolve("answer.jsonl");
    mirror = directory.resolve("mirror-" + suite);
    anchor = data.resolve("anchor.txt");
    Run.of("init", "--data", data, "--prefix", "88.118.8", "--suite", suite, "--no-passphrase")
        .ok();
    capture(
        """
        {'kind':'create','time':'2026-07-01T02:00:00Z','items':['88.118.8/HEAT']}
        {'kind':'process','time':'2026-07-02T02:00:00Z','inputs':['88.118.8/HEAT'],'outputs':[{'item':'88.118.8/COIL-1','amount':'20','unit':'TNE'},{'item':'88.118.8/COIL-2','amount':'20','unit':'TNE'}]}
        {'kind':'process','time':'2026-07-03T02:00:00Z','name':'cut','inputs':['88.118.8/COIL-1'],'outputs':['88.118.8/PANEL-1','88.118.8/PANEL-2','88.118.8/PANEL-3']}
        {'kind':'transfer','time':'2026-07-04T02:00:00Z','items':['88.118.8/COIL-2'],'from':'88.118.8','to':'Dock Traders','side':'given'}
        """);
  }

  private void capture(String events, Object... options) throws IOException {
    Path file = Files.writeString(directory.resolve("events.jsonl"), events.replace('\'', '"'));
    List<Object> arguments = new ArrayList<>(List.of("capture", file, "--data", data));
    arguments.addAll(List.of(options));
    Run.of(arguments.toArray()).ok();
  }

  private List<String> recall(Object... options) throws IOException {
    List<Object> arguments = new ArrayList<>(List.of("recall", HEAT, "--save", saved));
    arguments.addAll(List.of(options));
    Run.of(arguments.toArray()).ok();
    return new ArrayList<>(Files.readAllLines(saved));
  }

  private List<String> local() throws IOException {
    return recall("--data", data);
  }

  private Run verify(List<String> lines, Object... options) throws IOException {
    Files.write(saved, lines);
    List<Object> arguments = new ArrayList<>(List.of("verify", saved, "--anchor", anchor));
    arguments.addAll(List.of(options));
    return Run.of(arguments.toArray());
  }

  private static void refused(Run run, String... parts) {
    assertThat(run.exitCode()).describedAs(run.out()).isEqualTo(ExitCode.NO);
    assertThat(run.err()).contains(parts);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SM2_SM3", "ED25519_SHA256"})
  void a_recall_is_kept_with_its_certificate(String suite) throws IOException {
    if (!suite.equals("SM2_SM3")) {
      make(suite);
    }
    List<String> lines = local();

    Run people = verify(lines).ok();
    JsonNode certificate = last(verify(lines, "--json").ok());

    assertThat(lines).hasSize(7);
    assertThat(people.out())
        .contains("Certified by 88.118.8", "recall of 88.118.8/HEAT", "as of position 4")
        .contains("all 6 rows of the answer are here", "Verified: 1 certified answer.")
        .contains("a signed checkpoint of", "certain   88.118.8/PANEL-2");
    assertThat(certificate.path("certificate").asText()).isEqualTo("recall");
    assertThat(certificate.path("view").asText()).isEqualTo("all");
    assertThat(certificate.path("rows").asLong()).isEqualTo(6);
    assertThat(certificate.path("whole").asBoolean()).isTrue();
    assertThat(certificate.path("items").get(0).asText()).isEqualTo(HEAT);
  }

  private static JsonNode last(Run run) {
    List<JsonNode> lines = run.jsonLines();
    return lines.get(lines.size() - 1);
  }

  @Test
  void the_rows_of_a_recall_are_a_set() throws IOException {
    List<String> lines = local();
    Collections.swap(lines, 0, 3);
    verify(lines).ok();

    for (int i = 0; i < lines.size() - 1; i++) {
      List<String> fewer = new ArrayList<>(lines);
      fewer.remove(i);
      refused(verify(fewer), "AnswerDiffers", "of 6 rows, and 5 are here");
      List<String> more = new ArrayList<>(lines);
      more.add(0, lines.get(i));
      refused(verify(more), "AnswerDiffers", "of 6 rows, and 7 are here");
      List<String> twice = new ArrayList<>(fewer);
      twice.add(0, fewer.get(0));
      refused(verify(twice), "AnswerDiffers");
    }
    List<String> uncertified = lines.subList(0, lines.size() - 1);
    assertThat(verify(uncertified).ok().out()).contains("Not certified: 6 rows");
  }

  @Test
  void no_changed_byte_of_an_answer_passes() throws IOException {
    List<String> lines = local();
    Random random = new Random(20_261_130);
    for (int i = 0; i < 300; i++) {
      List<String> changed = new ArrayList<>(lines);
      int line = random.nextInt(lines.size());
      char[] text = lines.get(line).toCharArray();
      int at = random.nextInt(text.length);
      text[at] = text[at] == 'A' ? 'B' : 'A';
      changed.set(line, new String(text));
      if (sameContent(lines.get(line), changed.get(line))) {
        continue; // spare bits of Base64
      }
      Run run = verify(changed);
      assertThat(run.exitCode() == ExitCode.OK && !run.out().contains("Not certified"))
          .describedAs("line %d, character %d: %s", line, at, run.out())
          .isFalse();
    }
  }

  private static boolean sameContent(String line, String other) {
    return decoded(line).equals(decoded(other));
  }

  private static String decoded(String line) {
    StringBuilder all = new StringBuilder();
    for (String part : line.split("\"", -1)) {
      try {
        all.append(part.length())
            .append(new String(Base64.getDecoder().decode(part), StandardCharsets.ISO_8859_1));
      } catch (IllegalArgumentException e) {
        all.append(part);
      }
    }
    return all.toString();
  }

  @Test
  void a_certificate_of_another_question_is_refused() throws IOException {
    List<String> lines = local();
    Run.of("recall", "88.118.8/COIL-1", "--save", saved, "--data", data).ok();
    List<String> other = Files.readAllLines(saved);
    List<String> mixed = new ArrayList<>(lines.subList(0, lines.size() - 1));
    mixed.add(other.get(other.size() - 1));
    refused(verify(mixed), "AnswerDiffers");

    String question = lines.get(lines.size() - 1).replaceFirst("(.*\"question\":\").*", "$1");
    String ofOther = other.get(other.size() - 1).replaceFirst(".*\"question\":\"", "");
    List<String> renamed = new ArrayList<>(lines.subList(0, lines.size() - 1));
    renamed.add(question + ofOther);
    refused(verify(renamed), "AnswerDiffers", "another question");

    Run.of("trace", "down", HEAT, "--save", saved, "--data", data).ok();
    List<String> trace = Files.readAllLines(saved);
    List<String> kinds = new ArrayList<>(trace.subList(0, 2));
    kinds.add(lines.get(lines.size() - 1));
    refused(verify(kinds), "AnswerDiffers");
  }

  @Test
  void a_single_row_is_proved_by_itself() throws IOException {
    List<String> lines = local();
    Path row = directory.resolve("panel.row");
    assertThat(verify(lines, "--only", "88.118.8/panel-2", "--save", row).ok().out())
        .contains("Wrote 1 row to");

    List<String> single = Files.readAllLines(row);
    Run run = verify(single).ok();
    assertThat(single).hasSize(2);
    assertThat(run.out())
        .contains("PANEL-2", "1 row of the 6 of the answer, each proven by itself")
        .doesNotContain("PANEL-1");
    String other =
        lines.stream()
            .filter(line -> !line.contains(value(single.get(0))))
            .findFirst()
            .orElseThrow();
    refused(
        verify(List.of(single.get(0).replace(value(single.get(0)), value(other)), single.get(1))),
        "ProofInvalid");
    verify(lines, "--only", "88.118.8/NOTHING", "--save", row)
        .failedAfterQuestion(ExitCode.USAGE, "--only");
    verify(lines, "--only", HEAT).failed(ExitCode.USAGE, "--only ITEM and --save FILE together");
  }

  @Test
  void a_single_row_is_not_repeated_and_makes_no_path() throws IOException {
    Run.of("trace", "down", HEAT, "--save", saved, "--data", data).ok();
    Path row = directory.resolve("coil.row");
    verify(Files.readAllLines(saved), "--only", "88.118.8/COIL-1", "--save", row).ok();
    List<String> rows = Files.readAllLines(row);
    assertThat(rows).hasSizeGreaterThan(3);
    List<String> repeated = new ArrayList<>(rows);
    repeated.add(0, rows.get(0));
    refused(verify(repeated), "AnswerDiffers", "is repeated");
    refused(verify(rows, "--path", HEAT, "88.118.8/COIL-1"), "--path", "some rows of an answer");
    List<String> negative = new ArrayList<>(rows);
    negative.set(0, rows.get(0).replaceFirst("\"index\":[0-9]+", "\"index\":-1"));
    refused(verify(negative), "ProofInvalid");
    List<String> mixed = new ArrayList<>(rows);
    mixed.set(0, rows.get(0).replaceFirst(",\"index\".*", "}"));
    refused(verify(mixed), "AnswerDiffers");
  }

  @Test
  void what_narrows_the_question_is_shown() throws IOException {
    List<String> lines =
        recall(
            "--data",
            data,
            "--from",
            "2026-07-10T00:00:00Z",
            "--until",
            "2026-07-30T00:00:00Z",
            "--items",
            "9");
    assertThat(verify(lines).ok().out())
        .contains(
            "recall of 88.118.8/HEAT from 2026-07-10T00:00:00Z until 2026-07-30T00:00:00Z, at most 9 items,");
    Run.of(
            "trace",
            "down",
            HEAT,
            "--depth",
            "1",
            "--history",
            "--strict",
            "--save",
            saved,
            "--data",
            data)
        .ok();
    assertThat(last(verify(Files.readAllLines(saved), "--json").ok()).path("question").asText())
        .isEqualTo(
            "trace down of 88.118.8/HEAT, at most 1 process, with history, without impossible steps");
  }

  @Test
  void a_program_is_told_that_nothing_is_certified() throws IOException {
    List<String> lines = local();
    lines.remove(lines.size() - 1);
    assertThat(last(verify(lines, "--json").ok()).path("uncertifiedRows").asLong()).isEqualTo(6);
    follow();
    Run mirrored = Run.of("recall", HEAT, "--save", saved, "--data", mirror, "--csv").ok();
    assertThat(mirrored.err()).contains("the node sent no certificate");
  }

  private static String value(String line) {
    return line.replaceFirst("^\\{\"recall\":\"([^\"]*)\".*", "$1");
  }

  @Test
  void a_mirror_gives_the_same_answers() throws IOException {
    List<String> recalled = local();
    Run.of("trace", "down", HEAT, "--history", "--save", saved, "--data", data).ok();
    List<String> traced = Files.readAllLines(saved);
    try (NodeServer server = NodeServer.start(ServerConfig.onPort(0), NodeConfig.in(data))) {
      follow(server);
      List<String> asked = recall("--node", "127.0.0.1:" + server.port());
      assertThat(verify(asked, "--against", mirror).ok().out())
          .contains("public events only", "the mirror gives the same 6 rows");
    }
    assertThat(verify(recalled, "--against", mirror).ok().out()).contains("gives the same 6 rows");
    Run json = verify(traced, "--against", mirror, "--json").ok();
    assertThat(last(json).path("recomputed").asBoolean()).isTrue();
    assertThat(last(json).path("notChecked").asLong()).isZero();

    capture("{'kind':'observe','time':'2026-07-05T02:00:00Z','items':['88.118.8/PANEL-1']}");
    refused(verify(local(), "--against", mirror), "--against", "run log follow");
    verify(recalled, "--against", data)
        .failed(ExitCode.USAGE, "--against", "directory of a mirror");
  }

  private void follow() {
    try (NodeServer server = NodeServer.start(ServerConfig.onPort(0), NodeConfig.in(data))) {
      follow(server);
    }
  }

  private void follow(NodeServer server) {
    Run.of(
            "log",
            "follow",
            "--once",
            "--node",
            "127.0.0.1:" + server.port(),
            "--data",
            mirror,
            "--anchor",
            anchor)
        .ok();
  }

  @Test
  void a_mirror_says_what_it_cannot_check() throws IOException {
    capture(
        "{'kind':'process','time':'2026-07-05T02:00:00Z','inputs':['88.118.8/PANEL-1'],'outputs':['88.118.8/ROOF']}",
        "--restricted");
    List<String> all = local();
    try (NodeServer server = NodeServer.start(ServerConfig.onPort(0), NodeConfig.in(data))) {
      follow(server);
      List<String> asked = recall("--node", "127.0.0.1:" + server.port());
      assertThat(verify(asked, "--against", mirror).ok().out())
          .contains("the mirror gives the same rows, except for 1 gap at hidden events");
    }
    refused(verify(all, "--against", mirror), "not confirmed", "restricted events");
  }

  @Test
  void a_hidden_origin_is_no_lie() throws IOException {
    capture(
        "{'kind':'process','time':'2026-07-05T02:00:00Z','inputs':['88.118.8/PANEL-1'],'outputs':['88.118.8/ROOF']}",
        "--restricted");
    capture("{'kind':'observe','time':'2026-07-06T02:00:00Z','items':['88.118.8/ROOF']}");
    try (NodeServer server = NodeServer.start(ServerConfig.onPort(0), NodeConfig.in(data))) {
      follow(server);
      Run.of(
              "trace",
              "up",
              "88.118.8/ROOF",
              "--save",
              saved,
              "--node",
              "127.0.0.1:" + server.port())
          .ok();
    }
    assertThat(verify(Files.readAllLines(saved), "--against", mirror).ok().out())
        .contains("gaps at hidden events");
  }

  @Test
  void a_file_of_two_answers_is_checked_for_both() throws IOException {
    List<String> lines = local();
    Run.of("trace", "down", HEAT, "--save", saved, "--data", data).ok();
    List<String> traced = Files.readAllLines(saved);
    List<String> both = new ArrayList<>(lines);
    both.addAll(traced);
    assertThat(verify(both).ok().out()).contains("recall of", "trace down of");
    both.remove(lines.size());
    refused(verify(both), "AnswerDiffers");
  }

  @Test
  void a_mirror_of_another_log_confirms_nothing() throws IOException {
    List<String> lines = local();
    make("ED25519_SHA256");
    try (NodeServer server = NodeServer.start(ServerConfig.onPort(0), NodeConfig.in(data))) {
      follow(server);
    }
    anchor = directory.resolve("node-SM2_SM3/anchor.txt");
    Run run = verify(lines, "--against", mirror);
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("--against", "a mirror of 88.118.8/log-");
  }
}
