package dev.nameplate.server.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nameplate.server.cli.Run;
import dev.nameplate.server.cli.output.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceCommandTest {
  private static final List<String> EVENTS =
      List.of(
          "{'kind':'create','time':'2026-07-01T02:00:00+08:00','items':[{'item':'88.118.8/HEAT','amount':'10','unit':'TNE'}]}",
          "{'kind':'process','time':'2026-07-02T02:00:00+08:00','step':'rolling','inputs':[{'item':'88.118.8/HEAT','amount':'10','unit':'TNE'}],'outputs':[{'item':'88.118.8/COIL','amount':'9.50','unit':'TNE'}]}",
          "{'kind':'process','time':'2026-07-03T02:00:00+08:00','inputs':[{'item':'88.118.8/COIL','amount':'9.60','unit':'TNE'}],'outputs':['88.118.8/PANEL']}");

  @TempDir Path directory;
  private Path data;

  @BeforeEach
  void capture() throws IOException {
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
    Path events =
        Files.write(
            directory.resolve("events.jsonl"),
            EVENTS.stream().map(line -> line.replace('\'', '"')).toList());
    Run.of("capture", events, "--data", data).ok();
  }

  @Test
  void a_person_sees_a_tree_and_the_totals() {
    Run run = Run.of("trace", "up", "88.118.8/panel", "--data", data).ok();

    assertThat(run.out().lines())
        .anyMatch(line -> line.startsWith("88.118.8/PANEL") || line.startsWith("88.118.8/panel"))
        .anyMatch(line -> line.matches(" +└─ 88\\.118\\.8/COIL  9\\.60 TNE"))
        .anyMatch(
            line -> line.matches(" +└─ process rolling  2026-07-02T02:00:00\\+08:00  .*verified"))
        .anyMatch(line -> line.startsWith("3 items, 2 events, 0 holes; as of position 3"));
  }

  @Test
  void a_program_gets_one_step_a_line_with_the_promised_fields() {
    List<JsonNode> steps =
        Run.of("trace", "down", "88.118.8/HEAT", "--data", data, "--json").ok().jsonLines();

    assertThat(steps)
        .extracting(step -> step.path("kind").asText() + step.path("depth").asInt())
        .containsExactly("item0", "event1", "item1", "event2", "item2");
    assertThat(steps)
        .allMatch(step -> step.path("direction").asText().equals("down"))
        .allMatch(step -> step.path("verified").asBoolean())
        .allMatch(step -> !step.path("identifier").asText().isEmpty());
  }

  @Test
  void the_signed_events_are_kept_and_verify_without_the_node() {
    Path saved = directory.resolve("trace.jsonl");
    Run.of("trace", "up", "88.118.8/PANEL", "--data", data, "--save", saved).ok();

    Run verified = Run.of("verify", saved, "--anchor", data.resolve("anchor.txt")).ok();

    assertThat(verified.out()).contains("Verified: 2 statements.");
  }

  @Test
  void a_withdrawn_event_is_kept_with_its_withdrawal_and_verify_says_what_does_not_follow()
      throws IOException {
    capture(
        """
        {'kind':'create','time':'2026-07-01T02:00:00+08:00','items':['88.118.8/GOOD','88.118.8/BAD']}
        {'kind':'process','time':'2026-07-04T08:00:00+08:00','name':'wrong','inputs':['88.118.8/BAD'],'outputs':['88.118.8/P9']}
        {'kind':'process','time':'2026-07-04T08:00:00+08:00','name':'right','inputs':['88.118.8/GOOD'],'outputs':['88.118.8/P9']}
        {'kind':'withdraw','time':'2026-07-04T09:00:00+08:00','event':'wrong','reason':'typing error'}
        """);
    Path saved = directory.resolve("withdrawn.jsonl");
    Run.of("trace", "up", "88.118.8/P9", "--data", data, "--save", saved).ok();

    Path anchor = data.resolve("anchor.txt");
    Run people = Run.of("verify", saved, "--anchor", anchor).ok();
    List<JsonNode> programs =
        Run.of("verify", saved, "--anchor", anchor, "--json").ok().jsonLines();

    assertThat(people.out())
        .contains("Verified: 3 statements.")
        .contains(": typing error")
        .contains("it is no evidence that 88.118.8/P9 was made from 88.118.8/BAD")
        .contains("Withdrawn: 1 of these events")
        .doesNotContain("Not marked");
    assertThat(programs)
        .extracting(line -> line.path("kind").asText() + " " + line.path("withdrawn").asBoolean())
        .containsExactly("withdraw false", "process true", "process false", " false");
    assertThat(programs.get(1).path("withdrawnBy")).isEqualTo(programs.get(0).path("event"));
    assertThat(Run.of("trace", "up", "88.118.8/P9", "--data", data, "--format", "epcis").ok().out())
        .contains("errorDeclaration");

    List<String> lines = Files.readAllLines(saved);
    for (int i = 0; i < lines.size() - 1; i++) {
      List<String> fewer = new ArrayList<>(lines);
      fewer.remove(i);
      Run fewerRun = Run.of("verify", Files.write(saved, fewer), "--anchor", anchor);
      assertThat(fewerRun.exitCode()).isEqualTo(ExitCode.NO);
      assertThat(fewerRun.err()).contains("AnswerDiffers");
    }
  }

  @Test
  void parts_that_were_installed_are_followed_on_request() throws IOException {
    capture(
        """
        {'kind':'process','time':'2026-07-01T08:00:00+08:00','inputs':['88.118.8/CELL-LOT'],'outputs':['88.118.8/MODULE-1']}
        {'kind':'create','time':'2026-07-01T09:00:00+08:00','items':['88.118.8/BATTERY-1']}
        {'kind':'contain','bond':'installed','time':'2026-07-02T08:00:00+08:00','parent':'88.118.8/BATTERY-1','items':['88.118.8/MODULE-1']}
        {'kind':'transfer','time':'2026-07-03T08:00:00+08:00','items':['88.118.8/BATTERY-1'],'from':'88.118.8','to':'Carmaker X','side':'given'}
        """);

    Run up = Run.of("trace", "up", "88.118.8/BATTERY-1", "--parts", "--data", data).ok();
    Run down = Run.of("trace", "down", "88.118.8/CELL-LOT", "--parts", "--data", data).ok();

    assertThat(up.out().lines())
        .anyMatch(line -> line.contains("contain") && line.contains("verified"))
        .anyMatch(line -> line.matches(" +└─ 88\\.118\\.8/MODULE-1"))
        .anyMatch(line -> line.matches(" +└─ 88\\.118\\.8/CELL-LOT"));
    assertThat(down.out()).contains("MODULE-1").contains("88.118.8/BATTERY-1");
    assertThat(Run.of("trace", "up", "88.118.8/BATTERY-1", "--data", data).ok().out())
        .doesNotContain("MODULE-1");
    assertThat(
            Run.of("trace", "up", "88.118.8/BATTERY-1", "--parts", "--history", "--data", data)
                .ok()
                .out())
        .containsOnlyOnce("contain")
        .contains("Carmaker X");
    for (String format : List.of("dot", "prov", "epcis", "mermaid")) {
      assertThat(
              Run.of(
                      "trace",
                      "up",
                      "88.118.8/BATTERY-1",
                      "--parts",
                      "--data",
                      data,
                      "--format",
                      format)
                  .ok()
                  .out())
          .contains("MODULE-1")
          .contains(format.equals("prov") ? "hadMember" : "CELL-LOT");
    }
  }

  private void capture(String events) throws IOException {
    Path file = Files.writeString(directory.resolve("more.jsonl"), events.replace('\'', '"'));
    Run.of("capture", file, "--data", data).ok();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "dot,digraph lineage",
    "mermaid,flowchart LR",
    "prov,wasGeneratedBy",
    "epcis,EPCISQueryDocument"
  })
  void a_trace_is_written_for_other_programs(String format, String part) {
    Run run = Run.of("trace", "up", "88.118.8/PANEL", "--data", data, "--format", format).ok();

    assertThat(run.out()).contains(part).contains("HEAT");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "dot,digraph lineage",
    "mermaid,flowchart LR",
    "prov,wasGeneratedBy",
    "epcis,EPCISQueryDocument"
  })
  void a_recall_of_several_suspects_is_written_for_other_programs(String format, String part) {
    Run once = Run.of("recall", "88.118.8/HEAT", "--data", data, "--format", format).ok();
    Run both =
        Run.of("recall", "88.118.8/HEAT", "88.118.8/COIL", "--data", data, "--format", format).ok();

    assertThat(both.out()).contains(part).contains("PANEL");
    assertThat(both.out().split("TNE", -1)) // no event stands in it twice
        .hasSameSizeAs(once.out().split("TNE", -1));
  }

  @Test
  void what_was_never_named_is_a_negative_answer() {
    Run.of("trace", "up", "88.118.8/NOBODY", "--data", data)
        .failed(ExitCode.NO, "88.118.8/NOBODY", "expected: ");
    Run.of("trace", "up", "88.118.8/PANEL", "--depth", "-1", "--data", data)
        .failed(ExitCode.USAGE, "--depth", "0 or more");
  }

  @Test
  void a_lot_of_which_more_was_used_than_made_does_not_add_up() {
    Run run = Run.of("reconcile", "88.118.8/COIL", "--data", data);

    assertThat(run.exitCode()).isEqualTo(ExitCode.NO);
    assertThat(run.out()).contains("on hand -0.10").contains("over-use");
    Run.of("reconcile", "88.118.8/COIL", "--tolerance-percent", "2", "--data", data).ok();
  }

  @Test
  void a_recall_tells_who_has_what_and_writes_a_table() {
    Run people = Run.of("recall", "88.118.8/HEAT", "--data", data).ok();
    Run table = Run.of("recall", "88.118.8/HEAT", "--csv", "--data", data).ok();

    assertThat(people.out()).contains("3 items certainly affected").contains("held by 88.118.8");
    assertThat(table.out().lines())
        .hasSize(4)
        .first()
        .asString()
        .startsWith("\ufeffholder,certainty");
  }

  @Test
  void a_recall_tells_who_received_something_between_two_times() throws IOException {
    capture(
        """
        {'kind':'transfer','time':'2026-07-04T08:00:00+08:00','items':['88.118.8/PANEL'],'from':'88.118.8','to':'Builder','side':'given'}
        {'kind':'transfer','time':'2026-07-09T08:00:00+08:00','items':['88.118.8/PANEL'],'from':'Builder','to':'School'}
        """);
    String july4 = "2026-07-04T00:00:00+08:00";
    String july5 = "2026-07-05T00:00:00+08:00";
    String[] asked = {"recall", "88.118.8/HEAT", "--data", data.toString()};

    Run people = Run.of(with(asked, "--received-between", july4, july5)).ok();
    List<JsonNode> steps =
        Run.of(with(asked, "--json", "--received-between", july4, july5)).ok().jsonLines();
    Run table = Run.of(with(asked, "--csv", "--received-between", july4, july5)).ok();

    assertThat(people.out())
        .contains("received by Builder")
        .contains("2026-07-04T00:00:00Z  from 88.118.8")
        .doesNotContain("School")
        .doesNotContain("held by");
    assertThat(steps).hasSize(1);
    assertThat(steps.get(0).path("holder").asText()).isEqualTo("Builder");
    assertThat(table.out().lines()).hasSize(2).last().asString().startsWith("Builder,certain");
    Run.of(with(asked, "--received-between", july5, july4))
        .failed(ExitCode.USAGE, "received.until", "after 2026-07-04T16:00:00Z");
    Run.of(with(asked, "--received-between", july4)).failed(ExitCode.USAGE, "--received-between");
    Run.of(with(asked, "--received-between", july4, july5, "--format", "prov"))
        .failed(ExitCode.USAGE, "--received-between", "none with --format");
  }

  private static Object[] with(String[] asked, String... further) {
    return Stream.concat(Stream.of(asked), Stream.of(further)).toArray();
  }

  @Test
  void events_are_listed_by_what_they_are_about() {
    List<JsonNode> events =
        Run.of("events", "--item", "88.118.8/COIL", "--data", data, "--json").ok().jsonLines();

    assertThat(events).hasSize(2).allMatch(event -> event.path("verified").asBoolean());
    assertThat(Run.of("events", "--kind", "retire", "--data", data).exitCode())
        .isEqualTo(ExitCode.NO);
  }
}
