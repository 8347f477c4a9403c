package dev.nameplate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nameplate.server.cli.output.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Assigning, changing and asking, straight on a directory. */
final class RecordCommandsTest {
  private static final String COIL = "88.118.8/COIL-2026-000451";

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
            "--prefix",
            "88.118.9",
            "--suite",
            "ED25519_SHA256",
            "--no-passphrase")
        .ok();
  }

  private Run assigned() {
    return Run.of(
            "assign",
            COIL,
            "--value",
            "1:URL=https://mill.example/a=b",
            "--reference",
            "2:炉次=88.118.8/HEAT-7",
            "--reference",
            "3:位置=4:88.118.9/X",
            "--number",
            "4:重量=20.10",
            "--json-value",
            "5:质检={\"ok\":\n1.50}",
            "--ttl",
            "60",
            "--data",
            data,
            "--json")
        .ok();
  }

  @Test
  void a_receipt_has_what_scripts_rely_on() {
    JsonNode receipt = assigned().json();

    assertThat(receipt.path("identifier").asText()).isEqualTo(COIL);
    assertThat(receipt.path("version").asLong()).isEqualTo(1);
    assertThat(receipt.path("operation").isNull()).isTrue();
    assertThat(receipt.path("replayed").isBoolean()).isTrue();
    assertThat(receipt.path("position").asLong(-1)).isZero();
  }

  @Test
  void an_answer_has_every_form_of_value_as_it_was_given() {
    assigned();

    Run run =
        Run.of("resolve", COIL.toLowerCase(java.util.Locale.ROOT), "--data", data, "--json").ok();
    JsonNode answer = run.json();

    assertThat(answer.path("identifier").asText()).isEqualTo(COIL);
    assertThat(answer.path("outcome").asText()).isEqualTo("found");
    assertThat(answer.path("version").asLong()).isEqualTo(1);
    assertThat(answer.path("source").asText()).isEqualTo("own");
    assertThat(answer.path("ttl").asLong()).isEqualTo(60);
    assertThat(answer.path("verified").asBoolean()).isTrue();
    assertThat(answer.path("values").get(0).path("data").asText())
        .isEqualTo("https://mill.example/a=b");
    assertThat(answer.path("values").get(1).path("data").path("reference").asText())
        .isEqualTo("88.118.8/HEAT-7");
    assertThat(answer.path("values").get(2).path("data").path("reference").asText())
        .isEqualTo("88.118.9/X");
    assertThat(answer.path("values").get(2).path("data").path("index").asLong()).isEqualTo(4);
    assertThat(run.out())
        .contains("\"data\":{\"number\":\"20.10\"}")
        .contains("{\\\"ok\\\":\\n1.50}");
  }

  @Test
  void the_bytes_of_a_file_come_back_in_base64() throws IOException {
    Path file = Files.write(directory.resolve("photo"), new byte[] {0, 1, (byte) 0xFF});
    Run.of("assign", COIL, "--file", "1:照片=" + file, "--data", data).ok();

    JsonNode value =
        Run.of("resolve", COIL, "--data", data, "--json").ok().json().path("values").get(0);

    assertThat(value.path("data").path("base64").asText()).isEqualTo("AAH/");
    assertThat(value.path("data").size()).isEqualTo(1);
  }

  @Test
  void values_are_selected_by_index_and_by_type() {
    assigned();

    JsonNode answer =
        Run.of("resolve", COIL, "--index", 4, "--type", "url", "--data", data, "--json").json();

    assertThat(answer.path("values").findValuesAsText("index")).containsExactly("1", "4");
  }

  @Test
  void people_see_values_aligned_and_whether_they_were_verified() {
    assigned();

    Run run = Run.of("resolve", COIL, "--data", data).ok();

    assertThat(run.out().lines().toList())
        .contains("  1  URL   https://mill.example/a=b", "  4  重量  20.10")
        .anyMatch(line -> line.startsWith("verified  signed by 88.118.8/log-"));
  }

  @Test
  void an_identifier_that_was_never_assigned_is_a_negative_answer_and_no_error() {
    Run run = Run.of("resolve", COIL, "--data", data, "--json");

    assertThat(run.exitCode()).isEqualTo(ExitCode.NO);
    assertThat(run.err()).isEmpty();
    assertThat(run.json().path("outcome").asText()).isEqualTo("absent");
    assertThat(run.json().path("verified").asBoolean()).isTrue();
    assertThat(Run.of("resolve", COIL, "--data", data).out()).contains("is not assigned");
  }

  @Test
  void an_update_adds_a_version_and_every_version_stays_readable() {
    assigned();
    Run.of("update", COIL, "--expect", 1, "--value", "1:URL=new", "--data", data).ok();

    assertThat(Run.of("resolve", COIL, "--data", data, "--json").json().path("version").asLong())
        .isEqualTo(2);
    assertThat(
            Run.of("resolve", COIL, "--version", 1, "--data", data, "--json").json().path("values"))
        .hasSize(5);
    assertThat(
            Run.of("resolve", COIL, "--position", 1, "--data", data, "--json")
                .json()
                .path("version")
                .asLong())
        .isEqualTo(1);
    assertThat(Run.of("resolve", COIL, "--at", "2020-01-01T00:00:00Z", "--data", data).exitCode())
        .isEqualTo(ExitCode.NO);
    List<JsonNode> history = Run.of("history", COIL, "--data", data, "--json").ok().jsonLines();
    assertThat(history)
        .extracting(version -> version.path("version").asLong())
        .containsExactly(2L, 1L);
    assertThat(history).allMatch(version -> version.path("verified").asBoolean());
  }

  @Test
  void an_update_that_expects_an_older_version_changes_nothing() {
    assigned();
    Run.of("update", COIL, "--expect", 1, "--data", data).ok();

    Run late =
        Run.of("update", COIL, "--expect", 1, "--value", "1:URL=late", "--data", data, "--json");

    late.failed(ExitCode.NO, "read the current version and retry");
    assertThat(late.reason()).isEqualTo("VERSION_MISMATCH");
    assertThat(Run.of("resolve", COIL, "--data", data, "--json").json().path("values")).isEmpty();
  }

  @Test
  void a_retired_identifier_is_absent_with_a_tombstone_and_never_assigned_again() {
    assigned();
    Run.of("retire", COIL, "--expect", 1, "--data", data).ok();

    Run run = Run.of("resolve", COIL, "--data", data, "--json");
    assertThat(run.exitCode()).isEqualTo(ExitCode.NO);
    assertThat(run.json().path("outcome").asText()).isEqualTo("absent");
    assertThat(run.json().path("retired").asBoolean()).isTrue();
    assertThat(run.json().path("verified").asBoolean()).isTrue();
    Run again = Run.of("assign", COIL, "--data", data, "--json");
    again.failed(ExitCode.NO);
    assertThat(again.reason()).isEqualTo("RETIRED");
    assertThat(again.err()).contains("was retired in version 2 at position 1 of the log");
    assertThat(Run.of("list", "88.118.8", "--data", data).ok().out())
        .contains("No identifiers found");
    assertThat(Run.of("list", "88.118.8", "--retired", "--data", data).ok().out())
        .contains(COIL + "  retired");
  }

  @Test
  void a_write_repeated_under_its_operation_id_happens_once() {
    JsonNode first =
        Run.of("assign", COIL, "--operation", "order-7", "--data", data, "--json").ok().json();
    JsonNode again =
        Run.of("assign", COIL, "--operation", "order-7", "--data", data, "--json").ok().json();

    assertThat(first.path("replayed").asBoolean(true)).isFalse();
    assertThat(again.path("replayed").asBoolean()).isTrue();
    assertThat(again.path("position")).isEqualTo(first.path("position"));
    assertThat(again.path("operation").asText()).isEqualTo("order-7");
    Run other = Run.of("assign", COIL + "-B", "--operation", "order-7", "--data", data, "--json");
    other.failed(ExitCode.NO);
    assertThat(other.reason()).isEqualTo("OPERATION_CONFLICT");
  }

  @Test
  void identifiers_are_listed_in_order_by_their_start_and_up_to_a_limit() {
    for (String suffix : List.of("B-2", "A-1", "B-1", "B-3")) {
      Run.of("assign", "88.118.8/" + suffix, "--data", data).ok();
    }

    List<JsonNode> listed =
        Run.of("list", "88.118.8", "--start", "b", "--limit", 2, "--data", data, "--json")
            .ok()
            .jsonLines();

    assertThat(listed)
        .extracting(line -> line.path("identifier").asText())
        .containsExactly("88.118.8/B-1", "88.118.8/B-2");
  }

  @Test
  void the_operator_sees_restricted_values_marked_as_such() {
    Run.of(
            "assign",
            COIL,
            "--value",
            "1:URL=x",
            "--value",
            "2:成本=3180",
            "--restricted",
            2,
            "--data",
            data)
        .ok();

    JsonNode answer = Run.of("resolve", COIL, "--data", data, "--json").ok().json();

    assertThat(answer.path("values").get(1).path("restricted").asBoolean()).isTrue();
    assertThat(answer.path("values").get(0).has("restricted")).isFalse();
  }

  @Test
  void the_prefixes_of_a_node_are_listed_with_their_log_and_key() {
    List<JsonNode> prefixes = Run.of("prefix", "list", "--data", data, "--json").ok().jsonLines();

    assertThat(prefixes)
        .extracting(line -> line.path("prefix").asText())
        .containsExactly("88.118.8", "88.118.9");
    assertThat(prefixes.get(0).path("suite").asText()).isEqualTo("ED25519_SHA256");
  }
}
