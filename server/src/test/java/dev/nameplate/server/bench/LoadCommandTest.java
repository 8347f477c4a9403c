package dev.nameplate.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.server.NodeServer;
import dev.nameplate.server.ServerConfig;
import dev.nameplate.server.cli.Run;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
final class LoadCommandTest {
  @TempDir private Path directory;
  private Path data;

  @BeforeEach
  void make_a_node() {
    data = directory.resolve("node");
    Run.of("init", "--data", data, "--prefix", "88.118.8", "--no-passphrase").ok();
  }

  private static Run bench(String load, Object... further) {
    List<Object> command =
        new ArrayList<>(
            List.of(
                "bench", load, "--warm-up", 0, "--connections", 2, "--in-flight", 16, "--json"));
    command.addAll(List.of(further));
    return Run.of(command.toArray());
  }

  private List<String> identifiers() {
    return Run.of("list", "88.118.8", "--data", data, "--json").ok().jsonLines().stream()
        .map(line -> line.path("identifier").asText())
        .toList();
  }

  private static void assertWhole(JsonNode row, String kind, long requests) {
    assertThat(row.path("kind").asText()).isEqualTo(kind);
    assertThat(row.path("requests").asLong()).isEqualTo(requests);
    assertThat(row.path("failures").isObject()).isTrue();
    assertThat(row.path("failures")).isEmpty();
    double before = 0;
    for (String percentile : List.of("p50", "p90", "p99", "p999", "max")) {
      double micros = row.path(percentile + "Micros").asDouble();
      assertThat(micros).as(percentile).isPositive().isGreaterThanOrEqualTo(before * 0.99);
      before = micros;
    }
    assertThat(row.path("rate").asDouble()).isPositive();
  }

  @ParameterizedTest(name = "by streams or calls: {0}")
  @ValueSource(strings = {"--prefix=88.118.8", "--unary"})
  void a_count_of_new_identifiers_is_assigned_and_measured(String further) {
    List<JsonNode> first =
        bench("assign", "--count", 300, "--data", data, further).ok().jsonLines();
    List<String> assigned = identifiers();
    bench("assign", "--count", 100, "--data", data, further).ok();

    assertThat(first).hasSize(2);
    assertWhole(first.get(0), "assign", 300);
    JsonNode whole = first.get(1);
    assertThat(whole.path("cpuSeconds").asDouble()).isPositive();
    assertThat(whole.path("nodeIncluded").asBoolean()).isTrue();
    assertThat(whole.path("diskBytes").asLong()).isPositive();
    assertThat(whole.path("bytesPerIdentifier").asDouble()).isPositive();
    assertThat(assigned)
        .hasSize(300)
        .allMatch(identifier -> identifier.startsWith("88.118.8/BENCH-"));
    assertThat(identifiers()).hasSize(400).containsAll(assigned);
  }

  @Test
  void identifiers_that_are_there_are_resolved_and_none_is_changed() {
    bench("assign", "--count", 50, "--data", data).ok();
    List<String> assigned = identifiers();

    List<JsonNode> told =
        bench("resolve", "--count", 700, "--keys", 20, "--data", data).ok().jsonLines();

    assertWhole(told.get(0), "resolve", 700);
    assertThat(told.get(1).has("bytesPerIdentifier")).isFalse();
    assertThat(identifiers()).isEqualTo(assigned);
  }

  @Test
  void generated_lineage_is_recorded_once_and_traced_both_ways() {
    List<JsonNode> told =
        bench("trace", "--events", 500, "--count", 60, "--data", data).ok().jsonLines();
    List<JsonNode> again =
        bench("trace", "--events", 84, "--count", 40, "--direction", "down", "--data", data)
            .ok()
            .jsonLines();

    assertThat(told).hasSize(3);
    assertWhole(told.get(0), "trace up", 30);
    assertWhole(told.get(1), "trace down", 30);
    assertThat(again).hasSize(2);
    assertWhole(again.get(0), "trace down", 40);
    try (Node node = Node.open(NodeConfig.in(data))) {
      assertThat(node.statements().size()).isEqualTo(500 / 42 * 42);
    }
  }

  @Test
  void a_trace_under_a_prefix_of_others_says_what_the_node_said() {
    bench("trace", "--prefix", "88.118.9", "--data", data).failed(2, "88.118.9");
  }

  @Test
  void a_mixed_load_has_the_share_of_assignments_that_was_asked_for() {
    bench("assign", "--count", 50, "--data", data).ok();

    List<JsonNode> told =
        bench("mixed", "--assign", 20, "--count", 1000, "--data", data).ok().jsonLines();

    assertWhole(told.get(0), "assign", 200);
    assertWhole(told.get(1), "resolve", 800);
    assertThat(identifiers()).hasSize(250);
  }

  @Test
  void a_listening_node_is_loaded_at_a_rate_over_connections_of_its_own() {
    try (Node node = Node.open(NodeConfig.in(data));
        NodeServer server = NodeServer.start(ServerConfig.onPort(0), node)) {
      String address = "127.0.0.1:" + server.port();
      bench("assign", "--count", 50, "--node", address).ok();
      List<JsonNode> told =
          bench("resolve", "--count", 200, "--rate", 100_000, "--node", address).ok().jsonLines();

      assertWhole(told.get(0), "resolve", 200);
      assertThat(told.get(1).path("offeredRate").asDouble()).isEqualTo(100_000);
      assertThat(told.get(1).path("nodeIncluded").asBoolean()).isFalse();
      assertThat(told.get(1).has("diskBytes")).isFalse();
    }
  }

  @Test
  void people_get_a_table() {
    Run run =
        Run.of("bench", "assign", "--count", 10, "--warm-up", 0, "--data", data, "--rate", 5000)
            .ok();

    List<String> lines = run.out().lines().toList();
    assertThat(lines.get(0)).startsWith("assign by streams: open loop of 5,000/s, 8 x 32, ");
    assertThat(lines.get(1)).contains("requests", "rate/s", "failed", "p50 ms", "p99.9 ms", "max");
    assertThat(lines.get(2)).startsWith("assign").contains(" 10 ");
    assertThat(lines.get(3)).startsWith("cpu ").endsWith("the node included");
    assertThat(lines.get(4)).startsWith("disk ");
    assertThat(lines.get(5)).contains("bytes an identifier of this run");
  }

  @Test
  void where_nothing_is_assigned_there_is_nothing_to_resolve() {
    Run.of("bench", "resolve", "--data", data).failed(1, "88.118.8", "bench assign");
  }

  @Test
  void a_prefix_of_others_is_refused_for_each_request_with_the_reason() {
    Run run = bench("assign", "--count", 40, "--prefix", "88.119.1", "--data", data);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.jsonLines().get(0).path("failures").path("NOT_AUTHORITATIVE").asLong())
        .isEqualTo(40);
    assertThat(run.jsonLines().get(1).has("bytesPerIdentifier")).isFalse();
  }

  @ParameterizedTest(name = "by streams or calls: {0}")
  @ValueSource(strings = {"--prefix=88.118.8", "--unary"})
  void a_node_that_goes_away_ends_the_load_and_is_told_as_the_reason(String further) {
    try (Node node = Node.open(NodeConfig.in(data))) {
      NodeServer server =
          NodeServer.start(ServerConfig.onPort(0).withDrainTime(Duration.ZERO), node);
      CompletableFuture<Run> load =
          CompletableFuture.supplyAsync(
              () ->
                  bench(
                      "assign", "--seconds", 100, "--node", "127.0.0.1:" + server.port(), further));
      while (node.head().statements() < 100 && !load.isDone()) {
        Thread.onSpinWait();
      }
      server.close();

      Run run = load.join();
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.jsonLines().get(0).path("requests").asLong()).isGreaterThan(100);
      assertThat(run.jsonLines().get(0).path("failures").size()).isPositive();
    }
  }

  @Test
  void a_node_that_is_not_there_is_one_line() {
    Run.of("bench", "assign", "--node", "127.0.0.1:1").failed(1, "cannot be reached");
  }

  @ParameterizedTest(name = "bench {0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          assign  | --connections | 0        | connections: "0" (expected: 1 to 1000)
          assign  | --in-flight   | 100001   | in-flight: "100001" (expected: 1 to 100000)
          assign  | --seconds     | 0        | seconds: "0" (expected: 1 to 86400)
          assign  | --count       | -1       | count: "-1" (expected: 1 or more)
          assign  | --warm-up     | -1       | warm-up: "-1" (expected: 0 to 86400)
          assign  | --rate        | 0        | rate: "0.0" (expected: more than 0
          assign  | --rate        | NaN      | rate: "NaN" (expected: more than 0
          assign  | --prefix      | a/b      | prefix
          resolve | --keys        | 0        | keys: "0" (expected: 1 to 100000000)
          mixed   | --assign      | 101      | assign: "101" (expected: 0 to 100)
          mixed   | --keys        | 0        | keys: "0" (expected: 1 to 100000000)
          """)
  void a_bad_option_is_refused_with_what_was_expected(
      String load, String option, String value, String said) {
    Run.of("bench", load, option, value).failed(2, said);
  }
}
