package dev.nameplate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.server.cli.assign.NumberedNames;
import dev.nameplate.server.cli.output.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ranges on the command line, straight on a directory. */
final class RangeCommandTest {
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
  }

  private Run assigned() {
    return Run.of(
            "assign-range",
            "88.118.8/COIL-2026-000001",
            "88.118.8/COIL-2026-100000",
            "--value",
            "1:URL=https://mill.example/{identifier}",
            "--number",
            "2:NO={n}",
            "--json-value",
            "3:LABEL={\"n\":{n}}",
            "--data",
            data,
            "--json")
        .ok();
  }

  @Test
  void a_range_is_assigned_by_its_ends_and_each_member_resolves_verified() {
    JsonNode receipt = assigned().json();
    JsonNode answer =
        Run.of("resolve", "88.118.8/COIL-2026-000451", "--data", data, "--json").ok().json();

    assertThat(receipt.path("identifier").asText()).isEqualTo("88.118.8/COIL-2026-000001");
    assertThat(receipt.path("last").asText()).isEqualTo("88.118.8/COIL-2026-100000");
    assertThat(receipt.path("members").asLong()).isEqualTo(100_000);
    assertThat(answer.path("verified").asBoolean()).isTrue();
    assertThat(answer.path("values").get(0).path("data").asText())
        .isEqualTo("https://mill.example/88.118.8/COIL-2026-000451");
    JsonNode outside =
        Run.of("resolve", "88.118.8/COIL-2026-100001", "--data", data, "--json").json();
    assertThat(outside.path("outcome").asText()).isEqualTo("absent");
  }

  @Test
  void blocks_of_the_next_free_numbers_follow_each_other() {
    String[] block = {
      "assign-range", "--pattern", "88.118.8/COIL-{seq:6}", "--next", "1000", "--json", "--data"
    };
    Run.of("mint", "88.118.8/COIL-{seq:6}", "--data", data).ok();

    JsonNode first = Run.of(with(block, data)).ok().json();
    JsonNode second = Run.of(with(block, data)).ok().json();

    assertThat(first.path("identifier").asText()).isEqualTo("88.118.8/COIL-000002");
    assertThat(first.path("last").asText()).isEqualTo("88.118.8/COIL-001001");
    assertThat(second.path("identifier").asText()).isEqualTo("88.118.8/COIL-001002");
    assertThat(
            Run.of("assign-range", "--pattern", "88.118.8/C-{seq:6}", "--next", "0", "--data", data)
                .exitCode())
        .isEqualTo(2);
  }

  private static Object[] with(String[] arguments, Path last) {
    return Stream.concat(Stream.of(arguments), Stream.of(last)).toArray();
  }

  @Test
  void a_member_is_retired_and_the_listing_and_history_know() {
    assigned();
    Run.of("retire", "88.118.8/COIL-2026-000002", "--expect", "1", "--data", data).ok();

    Run list = Run.of("list", "88.118.8", "--limit", "3", "--data", data, "--json").ok();
    Run history = Run.of("history", "88.118.8/COIL-2026-000002", "--data", data, "--json").ok();

    assertThat(list.jsonLines())
        .extracting(line -> line.path("identifier").asText())
        .containsExactly(
            "88.118.8/COIL-2026-000001", "88.118.8/COIL-2026-000003", "88.118.8/COIL-2026-000004");
    assertThat(history.jsonLines())
        .extracting(line -> line.path("version").asInt())
        .containsExactly(2, 1);
  }

  @Test
  void an_export_of_a_range_has_each_member_and_its_statements_verify() throws Exception {
    Run.of(
            "assign-range",
            "--pattern",
            "88.118.8/B{seq:2}{check}",
            "--first",
            "1",
            "--last",
            "9",
            "--value",
            "1:NO={n}",
            "--data",
            data)
        .ok();
    Path records = directory.resolve("records.jsonl");
    Path statements = directory.resolve("statements.jsonl");

    Run.of("export", "88.118.8", "--out", records, "--data", data).ok();
    Run.of("export", "88.118.8", "--format", "statements", "--out", statements, "--data", data)
        .ok();

    assertThat(Files.readAllLines(records))
        .hasSize(9)
        .first()
        .asString()
        .contains("\"data\":\"1\"");
    Run.of("verify", statements, "--anchor", data.resolve("anchor.txt")).ok();
  }

  @Test
  void ends_that_differ_in_more_than_a_number_are_refused_with_what_to_give() {
    Run.of("assign-range", "88.118.8/A-1", "88.118.8/B-2", "--data", data)
        .failed(ExitCode.USAGE, "LAST", "--pattern");
    Run.of("assign-range", "88.118.8/A-1", "--data", data)
        .failed(ExitCode.USAGE, "two identifiers");
  }

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource({
    "C-000001, C-100000, C-{seq:6}, 1, 100000",
    "C-000010, C-000020, C-{seq:6}, 10, 20",
    "1A07X, 1A09X, 1A{seq:2}X, 7, 9",
    "C-7-A, C-7-A, C-{seq:1}-A, 7, 7",
    "{C}1, {C}2, {{C}}{seq:1}, 1, 2",
    "20260001, 20260999, {seq:8}, 20260001, 20260999",
  })
  void the_pattern_is_found_from_both_ends(
      String first, String last, String pattern, long from, long to) {
    assertThat(
            NumberedNames.between(
                Identifier.parse("88.118.8/" + first), Identifier.parse("88.118.8/" + last)))
        .isEqualTo(new NumberedNames("88.118.8", pattern, from, to));
  }
}
