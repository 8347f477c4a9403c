package dev.nameplate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nameplate.server.cli.output.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Templates and searches on the command line. */
class TemplateCommandsTest {
  private static final String TEMPLATE = "88.118.8/TEMPLATE-COIL";

  @TempDir private Path directory;
  private Path data;

  @BeforeEach
  void make_a_node_with_a_template() {
    data = directory.resolve("node");
    Run.of("init", "--data", data, "--prefix", "88.118.8", "--no-passphrase").ok();
    String json =
        "{\"items\":[{\"name\":\"lot_number\",\"type\":\"string\",\"required\":true,\"max_length\":20,\"indexed\":true},"
            + "{\"name\":\"serial\",\"type\":\"number\",\"unique\":true},"
            + "{\"name\":\"made\",\"type\":\"date\",\"indexed\":true},"
            + "{\"name\":\"heat\",\"type\":\"reference\",\"indexed\":true},"
            + "{\"name\":\"seal\",\"type\":\"bytes\",\"indexed\":true}]}";
    run("assign", TEMPLATE, "--json-value", "1:METADATA_TEMPLATE=" + json).ok();
  }

  private Run run(Object... command) {
    return Run.of(Stream.concat(Stream.of(command), Stream.of("--data", data)).toArray());
  }

  private Run assign(String name, String lot, Object... more) {
    return run(
        Stream.concat(
                Stream.of(
                    "assign",
                    "88.118.8/" + name,
                    "--value",
                    "1:lot_number=" + lot,
                    "--template",
                    TEMPLATE),
                Stream.of(more))
            .toArray());
  }

  private Run search(Object... more) {
    return run(
        Stream.concat(Stream.of("search", "--prefix", "88.118.8", "--item"), Stream.of(more))
            .toArray());
  }

  @Test
  void a_value_to_search_for_comes_from_a_file_or_from_standard_input() throws IOException {
    assign("C1", "L-0117").ok();
    Path file = Files.writeString(directory.resolve("lot"), "L-0117\n");

    assertThat(search("lot_number", "--value-file", file).ok().out()).contains("88.118.8/C1");
    Run piped =
        Run.reading(
            "L-0117\n".getBytes(StandardCharsets.UTF_8),
            "search",
            "--prefix",
            "88.118.8",
            "--item",
            "lot_number",
            "--value-file",
            "-",
            "--data",
            data);
    assertThat(piped.ok().out()).contains("88.118.8/C1");
  }

  @Test
  void a_search_needs_its_value_once() {
    search("lot_number").failed(ExitCode.USAGE, "VALUE");
    search("lot_number", "L-0117", "--value-file", "-").failed(ExitCode.USAGE, "--value-file");
  }

  @Test
  void what_was_assigned_by_a_template_is_found_and_verified() {
    assign("C2", "L-0117").ok();
    assign("C1", "L-0117", "--number", "2:serial=7").ok();
    assign("C3", "L-0118").ok();

    assertThat(search("lot_number", "L-0117").ok().out().lines())
        .containsExactly("88.118.8/C1", "88.118.8/C2");
    List<JsonNode> found = search("serial", "7.0", "--type", "number", "--json").ok().jsonLines();
    assertThat(found).hasSize(1);
    assertThat(found.get(0).path("identifier").asText()).isEqualTo("88.118.8/C1");
    assertThat(found.get(0).path("verified").asBoolean()).isTrue();
    assertThat(search("lot_number", "L-0117", "--limit", "1").ok().out().lines()).hasSize(1);
  }

  @Test
  void values_of_other_types_are_found() {
    assign(
            "C1",
            "L",
            "--value",
            "2:made=2026-01-31",
            "--reference",
            "3:heat=88.118.8/HEAT-7",
            "--file",
            "4:seal=" + file("seal", "AB"))
        .ok();

    search("made", "2026-01-31", "--type", "date").ok();
    search("heat", "88.118.8/heat-7", "--type", "reference").ok();
    search("seal", "QUI=", "--type", "bytes").ok();
    search("seal", "!", "--type", "bytes").failed(2, "Base64");
    search("made", "2026-01-31", "--type", "day").failed(2, "one of string, number, date");
  }

  @Test
  void nothing_found_is_a_negative_answer() {
    Run none = search("lot_number", "L-9");

    assertThat(none.exitCode()).isEqualTo(1);
    assertThat(none.out()).isEqualTo("No identifiers found." + System.lineSeparator());
  }

  @Test
  void an_item_that_is_not_indexed_is_refused_and_the_type_is_that_of_the_template() {
    assign("C1", "L-0117", "--number", "2:serial=451").ok();

    search("lot_numbr", "L-0117").failed(1, "did you mean `lot_number`?", "serial (number)");
    assertThat(search("serial", "451").ok().out().lines()).containsExactly("88.118.8/C1");
    search("serial", "451", "--type", "string").failed(1, "is a number, not a string");
    assertThat(search("serial", "452").exitCode()).isEqualTo(1);
  }

  @Test
  void a_record_that_does_not_follow_its_template_is_refused_with_each_field() {
    run("assign", "88.118.8/C1", "--value", "1:serial=x", "--template", TEMPLATE)
        .failed(
            2,
            "values[serial]: \"x\" (expected: number)",
            "values[lot_number]: missing (expected: string of at most 20 characters)");
    run("assign", "88.118.8/C1", "--template", "9:" + TEMPLATE)
        .failed(1, "has no such version (expected: version 1 to 1)");
  }

  @Test
  void a_value_that_is_taken_names_its_holder() {
    assign("C1", "L", "--number", "2:serial=7").ok();

    assign("C2", "L", "--number", "2:serial=7.0").failed(1, "values[serial]", "88.118.8/C1");
  }

  @Test
  void an_update_and_a_minting_follow_the_template() {
    assign("C1", "L1").ok();
    Object[] update = {"update", "88.118.8/C1", "--expect", "1", "--value", "1:lot_number=L2"};

    run(update).failed(2, "values[TEMPLATE]: missing");
    run(Stream.concat(Stream.of(update), Stream.of("--template", "1:" + TEMPLATE)).toArray()).ok();
    run(
            "mint",
            "88.118.8/M{seq:2}",
            "--count",
            "2",
            "--value",
            "1:lot_number=L2",
            "--template",
            TEMPLATE)
        .ok();

    assertThat(search("lot_number", "L2").ok().out().lines())
        .containsExactly("88.118.8/C1  version 2", "88.118.8/M01", "88.118.8/M02");
  }

  @Test
  void rows_of_an_import_follow_the_template_and_a_second_run_finds_them_there() {
    Path mapping =
        file(
            "mapping.json",
            "{\"prefix\":\"88.118.8\",\"tables\":[{\"file\":\"*.csv\",\"suffix\":\"{code}\",\"template\":\""
                + TEMPLATE
                + "\",\"values\":[{\"column\":\"lot\",\"type\":\"lot_number\",\"index\":1}]}]}");
    Path table = file("coils.csv", "code,lot\nC1,L1\nC2,\nC3,L1\n");

    Run run = run("import", table, "--mapping", mapping);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("values[lot_number]: missing");
    assertThat(run.out()).startsWith("3 rows: 2 assigned,").contains("1 refused");
    assertThat(search("lot_number", "L1").ok().out().lines())
        .containsExactly("88.118.8/C1", "88.118.8/C3");

    Run again = run("import", table, "--mapping", mapping);
    assertThat(again.out()).startsWith("3 rows: 0 assigned, 2 assigned by an earlier run");
    Path wrong = file("wrong.json", read(mapping).replace(TEMPLATE, "COIL"));
    run("import", table, "--mapping", wrong).failed(2, "tables[0].template");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String name, String text) {
    try {
      return Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
