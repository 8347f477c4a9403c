package dev.nameplate.server.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.record.ValueData;
import dev.nameplate.server.cli.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FloorCommandTest {
  @TempDir private Path scratch;

  private Run floor(Object... further) {
    Object[] command = {"bench", "floor", "--count", 1000, "--rounds", 1, "--scratch", scratch};
    Object[] all = new Object[command.length + further.length];
    System.arraycopy(command, 0, all, 0, command.length);
    System.arraycopy(further, 0, all, command.length, further.length);
    return Run.of(all);
  }

  @Test
  void every_promise_has_a_row_and_the_scratch_directory_is_empty_afterwards() {
    Run run = floor("--json");

    List<JsonNode> rows = run.jsonLines();
    assertThat(rows)
        .extracting(row -> row.path("work").asText())
        .containsExactly(
            "embedded resolve, cached",
            "gRPC resolve, cached, 8 x 32",
            "resolve many in one call, cached",
            "bulk assign, SM2_SM3",
            "bulk assign, SM2_SM3",
            "bulk assign, ED25519_SHA256",
            "bulk assign, ED25519_SHA256",
            "one write alone, p50, SM2_SM3",
            "one write alone, p99, SM2_SM3",
            "one write alone, p50, ED25519_SHA256",
            "one write alone, p99, ED25519_SHA256",
            "disk per identifier, 1,000",
            "opening the node, 1,000",
            "embedded resolve, cold, 1,000",
            "hot resolve p50, 1,000",
            "bulk capture, SM2_SM3",
            "bulk capture, ED25519_SHA256",
            "trace up, 1,000 parts, depth 10",
            "trace down, 1,211 items",
            "first 1,000 rows, 1,211 items",
            "memory held by it, 1,211 items",
            "trace down an item, 966 events",
            "recall, 1,211 items",
            "recall, 1,211 items, 1,000 shops");
    for (JsonNode row : rows) {
      double ratio = row.path("ratio").asDouble();
      double target = row.path("target").asDouble();
      assertThat(ratio).as("%s", row).isPositive();
      assertThat(row.path("measured").asDouble()).as("%s", row).isPositive();
      assertThat(row.path("reference").asDouble()).as("%s", row).isPositive();
      assertThat(row.path("met").isBoolean()).isTrue();
      assertThat(row.path("met").asBoolean())
          .as("%s", row)
          .isEqualTo(
              row.path("bound").asText().equals("at least") ? ratio >= target : ratio <= target);
    }
    assertThat(run.exitCode())
        .isEqualTo(rows.stream().allMatch(row -> row.path("met").asBoolean()) ? 0 : 1);
    assertThat(scratch).isEmptyDirectory();
  }

  @Test
  void people_get_a_table() {
    Run run = floor("--rows", "open,disk", "--suite", "ED25519_SHA256");

    assertThat(run.out().lines().map(line -> line.split("  ", -1)[0]))
        .containsExactly("work", "disk per identifier, 1,000", "opening the node, 1,000");
    assertThat(run.out()).contains("<= 1.00");
    assertThat(run.err()).contains("assigning 1,000 identifiers");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --count   | 999         | count: "999" (expected: 1000 to 99999999)
          --rounds  | 0           | rounds: "0" (expected: 1 to 1000)
          --rows    | walk        | expected one of [GRPC, MANY, CACHED, BULK, LONE, DISK, OPEN, COLD, HOT, CAPTURE, TRACE, RECALL]
          --suite   | RSA         | SM2_SM3
          """)
  void a_bad_option_is_refused_with_what_was_expected(String option, String value, String said) {
    Run.of("bench", "floor", option, value).failed(2, said);
  }

  @Test
  void a_scratch_directory_that_is_not_there_is_named() {
    Path missing = scratch.resolve("missing");

    Run.of("bench", "floor", "--scratch", missing).failed(1, "scratch", missing.toString());
  }

  @Test
  void what_would_fill_the_disk_is_not_begun() {
    try (Scratch directory = Scratch.in(scratch)) {
      directory.requireRoom(1);
      assertThatThrownBy(() -> directory.requireRoom(Long.MAX_VALUE))
          .isInstanceOfSatisfying(
              NodeException.class, e -> assertThat(e.reason()).isEqualTo(ErrorReason.STORE_FULL))
          .hasMessageContaining("--count")
          .hasMessageContaining("--scratch");
    }
    assertThat(Files.isDirectory(scratch)).isTrue();
    assertThat(scratch).isEmptyDirectory();
  }

  @Test
  void the_bytes_of_a_coil_are_those_of_the_data_of_its_values() {
    for (long coil : new long[] {0, 1, 12_345_678}) {
      assertThat(Coils.valueBytes(coil))
          .isEqualTo(
              Coils.values(coil).stream()
                  .map(value -> value.data())
                  .mapToInt(
                      data ->
                          data instanceof ValueData.Number number
                              ? number.text().length()
                              : ((ValueData.Text) data).text().length())
                  .sum());
    }
  }
}
