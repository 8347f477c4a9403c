package dev.nameplate.server.cli.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.assign.Assignment;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.OperationId;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.RecordValue;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.server.NodeServer;
import dev.nameplate.server.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command, over gRPC and a real port. */
class ImportTest {
  private @TempDir Path directory;
  private NodeServer server;
  private Path steel;

  @BeforeEach
  void start() {
    steel = Samples.steel(directory);
    server =
        NodeServer.start(
            ServerConfig.onPort(0),
            NodeConfig.in(directory.resolve("node")).authorityFor("88.118.8"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_directory_of_tables_becomes_records() {
    CommandLineRun run = importSteel();

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith(
            "5 rows: 5 assigned, 0 assigned by an earlier run, 0 already there, 0 refused; ");
    assertThat(run.err()).startsWith("note: heat_coil.csv: 1 keys");
    assertThat(values("COIL-2026-000451")).hasSize(7);
    assertThat(values("H2026-0415")).filteredOn(value -> value.hasType("轧成钢卷")).hasSize(2);
  }

  @Test
  void programs_get_one_receipt_a_line() {
    CommandLineRun run = importSteel("--json", "--in-flight", "1");

    assertThat(run.outLines())
        .hasSize(5)
        .allMatch(
            line ->
                line.matches(
                    "\\{\"identifier\":\"88\\.118\\.8/[^\"]+\",\"version\":1,\"operation\":\"i1-[\\w-]{43}\","
                        + "\"replayed\":false,\"position\":\\d+,\"batch\":\\d+,\"time\":\"[^\"]+Z\"}"));
    assertThat(run.err())
        .matches(
            "\\{\"rows\":5,\"assigned\":5,\"replayed\":0,\"repeated\":0,\"present\":0,\"refused\":0,\"cleaned\":0,\"seconds\":[0-9.E-]+}\n");
  }

  @Test
  void running_again_assigns_nothing_twice() {
    importSteel();
    long statements = server.node().head().statements();

    CommandLineRun again = importSteel();

    assertThat(again.exitCode()).isZero();
    assertThat(again.out())
        .startsWith(
            "5 rows: 0 assigned, 5 assigned by an earlier run, 0 already there, 0 refused; ");
    assertThat(server.node().head().statements()).isEqualTo(statements);
  }

  @Test
  void rows_that_were_assigned_in_another_way_are_already_there_if_they_are_the_same()
      throws IOException {
    Path table = heats("H1,SPCC", "H2,DX51D", "H3,Q235", "H4,Q355", "H5,SPHC");
    assign("H1", "SPCC");
    assign("H2", "Q195");
    assign("H3", "Q235");
    update("H3", "Q195");
    assign("H4", "Q355");
    server.node().registrar().retire(Identifier.parse("88.118.8/H4"), 1, OperationId.NONE);

    CommandLineRun run = importTable(table);

    assertThat(run.exitCode()).isOne();
    assertThat(run.out())
        .startsWith(
            "5 rows: 1 assigned, 0 assigned by an earlier run, 3 already there, 1 refused; ");
    assertThat(run.err())
        .isEqualTo(
            "nameplate: heats.csv:3: identifier: \"88.118.8/H2\" is assigned with other values, as version 1"
                + " (expected: a new identifier, or the same values)\n");
  }

  @Test
  void a_row_that_repeats_another_of_the_file_is_told_with_both_lines() throws IOException {
    Path table = heats("H1,SPCC", "H1,SPCC", "H2,DX51D", "H1,SPCC");

    CommandLineRun run = importTable(table);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith(
            "4 rows: 2 assigned, 0 assigned by an earlier run, 0 already there, 2 repeated in the"
                + " file, 0 refused; ");
    assertThat(run.err())
        .contains(
            "heats.csv:3: repeats line 2, which assigned 88.118.8/H1",
            "heats.csv:5: repeats line 2, which assigned 88.118.8/H1");
    assertThat(importTable(table).out())
        .startsWith("4 rows: 0 assigned, 4 assigned by an earlier run, 0 already there, 0 refused");
  }

  @Test
  void a_row_that_names_an_identifier_of_the_file_again_with_other_values_is_told_which_was_first()
      throws IOException {
    CommandLineRun run = importTable(heats("H1,SPCC", "H2,SPCC", "H1,Q235"));

    assertThat(run.exitCode()).isOne();
    assertThat(run.err())
        .contains("heats.csv:4: identifier: \"88.118.8/H1\" is assigned with other values")
        .contains("as version 1, by line 2");
  }

  @Test
  void refused_rows_are_named_and_the_others_assigned() throws IOException {
    Path table = heats("H1,SPCC", "H" + "1".repeat(300) + ",SPCC", "H3", ",SPCC", "H5,Q235");

    CommandLineRun run = importTable(table);

    assertThat(run.exitCode()).isOne();
    assertThat(run.out())
        .startsWith(
            "5 rows: 2 assigned, 0 assigned by an earlier run, 0 already there, 3 refused; ");
    assertThat(run.err().lines().sorted().toList())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .contains("heats.csv:3: identifier: ")
                    .contains("at most 255 bytes"),
            line -> assertThat(line).contains("heats.csv:4: row: \"1 cells\""),
            line -> assertThat(line).contains("heats.csv:5: column 炉号: "));
  }

  @Test
  void programs_get_errors_as_objects_with_file_and_line() throws IOException {
    CommandLineRun run = importTable(heats("H1"), "--json");

    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines().findFirst().orElseThrow())
        .startsWith("{\"reason\":\"INVALID_ARGUMENT\",\"message\":\"heats.csv:2: row: ")
        .endsWith("\"file\":\"heats.csv\",\"line\":2}");
  }

  @Test
  void fail_fast_stops_at_the_first_refused_row() throws IOException {
    CommandLineRun run = importTable(heats("H1,SPCC", "H2", "H3,SPCC"), "--fail-fast");

    assertThat(run.exitCode()).isOne();
    assertThat(run.out()).startsWith("2 rows: 1 assigned");
    assertThat(isAssigned("H3")).isFalse();
  }

  @Test
  void a_dry_run_checks_everything_and_changes_nothing() throws IOException {
    long statements = server.node().head().statements();

    CommandLineRun good = importSteel("--dry-run");
    CommandLineRun bad = importTable(heats("H1,SPCC", "H2"), "--dry-run");

    assertThat(good.exitCode()).isZero();
    assertThat(good.out()).isEqualTo("5 rows valid, 0 invalid; nothing was sent\n");
    assertThat(bad.exitCode()).isOne();
    assertThat(bad.out()).isEqualTo("1 row valid, 1 invalid; nothing was sent\n");
    assertThat(server.node().head().statements()).isEqualTo(statements);
  }

  @Test
  void a_dry_run_finds_rows_that_name_an_identifier_of_the_file_again() throws IOException {
    CommandLineRun run =
        importTable(heats("H1,SPCC", "h1,SPCC", "H2,SPCC", "H1,Q235", "H2,SPCC"), "--dry-run");

    assertThat(run.exitCode()).isOne();
    assertThat(run.out())
        .isEqualTo("4 rows valid, 2 of them repeat an earlier row, 1 invalid; nothing was sent\n");
    assertThat(run.err())
        .contains("heats.csv:3: repeats line 2", "heats.csv:6: repeats line 4")
        .contains(
            "heats.csv:5: identifier: \"88.118.8/H1\" is assigned with other values by line 2");
    assertThat(isAssigned("H1")).isFalse();
  }

  @Test
  void a_table_without_a_column_is_found_before_anything_is_assigned() throws IOException {
    Files.writeString(steel.resolve("coils.csv"), "卷号,炉号\nC1,H1\n");

    CommandLineRun run = importSteel();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).hasLineCount(1).startsWith("nameplate: coils.csv: \"column 规格\"");
    assertThat(server.node().head().statements()).isZero();
  }

  @Test
  void receipts_are_added_to_a_file() throws IOException {
    Path receipts = directory.resolve("receipts.jsonl");

    importSteel("--receipts", receipts.toString());
    importSteel("--receipts", receipts.toString());

    assertThat(Files.readAllLines(receipts)).hasSize(10);
    assertThat(Files.readAllLines(receipts).subList(5, 10))
        .allMatch(line -> line.contains("\"replayed\":true"));
  }

  @Test
  void a_node_that_does_not_answer_for_the_prefix_refuses_every_row() {
    CommandLineRun run = importSteel("--prefix", "88.118.9");

    assertThat(run.exitCode()).isOne();
    assertThat(run.out())
        .startsWith(
            "5 rows: 0 assigned, 0 assigned by an earlier run, 0 already there, 5 refused; ");
  }

  @Test
  void a_node_that_is_not_there_is_one_line() {
    NodeServer gone =
        NodeServer.start(
            ServerConfig.onPort(0),
            NodeConfig.in(directory.resolve("gone")).authorityFor("88.118.9"));
    int port = gone.port();
    gone.close();

    CommandLineRun run =
        run("import", steel.toString(), "--mapping", mapping(), "--node", "127.0.0.1:" + port);

    assertThat(run.exitCode()).isOne();
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .hasLineCount(1)
        .contains("127.0.0.1:" + port)
        .contains("cannot be reached");
  }

  @Test
  void a_wrong_command_line_is_one_line() throws IOException {
    Path table = heats("H1,SPCC");
    List<CommandLineRun> runs = new ArrayList<>();
    runs.add(run("import", table.toString()));
    runs.add(run("import", directory.resolve("none").toString(), "--mapping", mapping()));
    runs.add(run("import", table.toString(), "--mapping", "none"));
    runs.add(run("import", table.toString(), "--mapping", mapping(), "--in-flight", "0"));
    runs.add(run("import", mapping(), "--mapping", mapping()));
    runs.add(run("import", table.toString(), "--prefix", "88.118.8"));
    runs.add(run("import"));

    assertThat(runs)
        .allSatisfy(
            run -> {
              assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
              assertThat(run.out()).isEmpty();
              assertThat(run.err()).hasLineCount(1).startsWith("nameplate: ");
            });
  }

  private Path heats(String... rows) throws IOException {
    Files.writeString(directory.resolve("heat_coil.csv"), "炉号,卷号\n");
    Files.writeString(
        directory.resolve("heats.json"),
        "{\"prefix\":\"88.118.8\",\"tables\":[{\"file\":\"heats.csv\",\"suffix\":\"{炉号}\","
            + "\"values\":[{\"column\":\"钢种\",\"type\":\"钢种\"}]}]}");
    return Files.writeString(
        directory.resolve("heats.csv"), "炉号,钢种\n" + String.join("\n", rows) + "\n");
  }

  private CommandLineRun importTable(Path table, String... options) {
    return onNode(
        List.of(
            "import", table.toString(), "--mapping", directory.resolve("heats.json").toString()),
        options);
  }

  private CommandLineRun importSteel(String... options) {
    return onNode(List.of("import", steel.toString(), "--mapping", mapping()), options);
  }

  private CommandLineRun onNode(List<String> command, String... options) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of("--node", "127.0.0.1:" + server.port()));
    all.addAll(List.of(options));
    return run(all.toArray(String[]::new));
  }

  private static CommandLineRun run(String... arguments) {
    return CommandLineRun.of(arguments);
  }

  private String mapping() {
    return directory.resolve("steel.json").toString();
  }

  private void assign(String heat, String grade) {
    server.node().registrar().assign(Assignment.of("88.118.8/" + heat).value(2000, "钢种", grade));
  }

  private void update(String heat, String grade) {
    server
        .node()
        .registrar()
        .update(
            Identifier.parse("88.118.8/" + heat),
            1,
            List.of(RecordValue.text(2000, "钢种", grade)),
            OperationId.NONE);
  }

  private List<RecordValue> values(String suffix) {
    return ((Resolution.Found)
            server.node().resolver().resolve(Identifier.parse("88.118.8/" + suffix)))
        .record()
        .values();
  }

  private boolean isAssigned(String suffix) {
    return server.node().resolver().resolve(Identifier.parse("88.118.8/" + suffix))
        instanceof Resolution.Found;
  }
}
