package dev.nameplate.server.cli;

import static dev.nameplate.server.cli.ThreeNodes.COIL;
import static dev.nameplate.server.cli.ThreeNodes.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.server.cli.output.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Asking across nodes, with nothing but the key of the topmost. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ResolveAcrossNodesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;
  private ThreeNodes nodes;

  @BeforeAll
  void open(@TempDir Path data) throws IOException {
    nodes = new ThreeNodes(data);
    String mill = endpoint(nodes.mill).toString();
    Run.of("assign", COIL, "--value", "1:URL=https://mill.example/451", "--node", mill).ok();
    Run.of("assign", COIL + "-A", "--value", "1:HS_ALIAS=" + COIL, "--node", mill).ok();
    Run.of(
            "assign",
            COIL + "-R",
            "--reference",
            "1:HEAT=" + COIL,
            "--reference",
            "2:ORE=20.7/ORE",
            "--node",
            mill)
        .ok();
    Run.of("assign", "88.118.7/PEAR-1", "--node", endpoint(nodes.county)).ok();
  }

  @AfterAll
  void close() {
    nodes.close();
  }

  /** Asks from node to node. */
  private Run iterative(String identifier, Object... more) {
    return Run.of(
        Stream.concat(
                Stream.of(
                    "resolve",
                    identifier,
                    "--anchor",
                    nodes.anchor,
                    "--iterative",
                    "--allow-loopback-endpoints"),
                Stream.of(more))
            .toArray());
  }

  @Test
  void the_key_of_the_topmost_node_is_all_it_takes_to_find_and_verify() {
    JsonNode answer = iterative(COIL, "--json").ok().json();

    assertThat(answer.path("identifier").asText()).isEqualTo(COIL);
    assertThat(answer.path("outcome").asText()).isEqualTo("found");
    assertThat(answer.path("version").asLong()).isEqualTo(1);
    assertThat(answer.path("values").get(0).path("data").asText())
        .isEqualTo("https://mill.example/451");
    assertThat(answer.path("source").asText()).isEqualTo("upstream");
    assertThat(answer.path("ttl").asLong()).isPositive();
    assertThat(answer.path("verified").asBoolean()).isTrue();
    assertThat(answer.has("route")).isFalse();
    assertThat(answer.has("chain")).isFalse();
  }

  @Test
  void the_route_tells_who_was_asked_as_whose_authority_and_what_came_of_it() {
    JsonNode answer = iterative(COIL, "--route", "--json").ok().json();

    assertThat(answer.path("route").findValuesAsText("endpoint"))
        .containsExactly(
            endpoint(nodes.nation).toString(),
            endpoint(nodes.county).toString(),
            endpoint(nodes.mill).toString());
    assertThat(answer.path("route").findValuesAsText("authority"))
        .containsExactly("88", "88.118", "88.118.8");
    assertThat(answer.path("route").findValuesAsText("outcome"))
        .containsExactly("referred", "referred", "found");
    assertThat(answer.path("route").get(0).path("micros").asLong()).isPositive();
    assertThat(answer.path("micros").asLong())
        .isGreaterThan(answer.path("route").get(0).path("micros").asLong());
    assertThat(iterative(COIL, "--route").ok().out())
        .contains("this command queried", "authority of 88.118.8", "total", " ms");
  }

  @Test
  void the_explanation_goes_from_the_anchor_to_the_record_and_names_every_rule() {
    JsonNode answer = iterative(COIL, "--explain", "--json").ok().json();

    assertThat(answer.path("chain").findValuesAsText("prefix"))
        .containsExactly("88.118", "88.118.8");
    JsonNode link = answer.path("chain").get(1);
    assertThat(link.path("holder").asText()).isEqualTo("Guan County Steel");
    assertThat(link.path("state").asText()).isEqualTo("ACTIVE");
    assertThat(Instant.parse(link.path("validUntil").asText())).isAfter(Instant.now());
    assertThat(link.path("keyId").asText())
        .isEqualTo(nodes.county.node().anchor().keyId().toString());
    assertThat(link.path("log").asText()).isEqualTo(nodes.county.node().anchor().log().text());
    assertThat(link.path("position").isIntegralNumber()).isTrue();
    assertThat(answer.path("explanation").get(0).asText()).isEqualTo("trust anchor of 88");
    assertThat(iterative(COIL, "--explain").ok().out())
        .contains(
            "verified because", "  trust anchor of 88\n", "record of " + COIL, "ok  signature")
        .contains("2 delegations from an anchor down", "verified  signed by 88.118.8/log-");
  }

  @Test
  void a_node_above_refers_to_the_next_and_the_referral_is_verified() {
    Run run =
        Run.of(
            "resolve", COIL, "--anchor", nodes.anchor, "--node", endpoint(nodes.nation), "--json");

    assertThat(run.exitCode()).isEqualTo(ExitCode.NO);
    JsonNode answer = run.json();
    assertThat(answer.path("outcome").asText()).isEqualTo("referred");
    assertThat(answer.path("verified").asBoolean()).isTrue();
    JsonNode referral = answer.path("referral");
    assertThat(referral.path("prefix").asText()).isEqualTo("88.118");
    assertThat(referral.path("holder").asText()).isEqualTo("Guan County");
    assertThat(referral.path("state").asText()).isEqualTo("ACTIVE");
    assertThat(referral.path("endpoints").get(0).asText())
        .isEqualTo(endpoint(nodes.county).toString());
    assertThat(
            Run.of("resolve", COIL, "--anchor", nodes.anchor, "--node", endpoint(nodes.nation))
                .out())
        .contains("served by another node", "ask       127.0.0.1:", "next ");
  }

  @Test
  void an_absence_is_verified_too_and_can_be_kept() {
    Path kept = directory.resolve("never.json");

    Run run = iterative("88.118.8/NEVER", "--save", kept, "--json");

    assertThat(run.exitCode()).isEqualTo(ExitCode.NO);
    assertThat(run.json().path("outcome").asText()).isEqualTo("absent");
    assertThat(run.json().path("verified").asBoolean()).isTrue();
    JsonNode checked = Run.of("verify", kept, "--anchor", nodes.anchor, "--json").ok().json();
    assertThat(checked.path("outcome").asText()).isEqualTo("absent");
    assertThat(checked.path("identifier").asText()).isEqualTo("88.118.8/NEVER");
    assertThat(Run.of("verify", kept, "--anchor", nodes.anchor).ok().out())
        .contains("88.118.8/NEVER did not exist at ", "ok  chain", "ok  valid");
    Run.of("verify", kept, "--anchor", nodes.anchor, "--at", later(Duration.ofDays(1)))
        .failed(ExitCode.NO, "rule: AbsenceExpired");
  }

  @ParameterizedTest
  @CsvSource({"88.118.70, SUSPENDED, suspended", "88.118.71, REVOKED, revoked"})
  void a_prefix_out_of_use_has_no_answer_and_the_authority_above_proves_that(
      String prefix, String state, String word) throws IOException {
    Path county =
        Files.writeString(directory.resolve(state), nodes.county.node().anchor().toString());
    Object[] asked = {
      "resolve", prefix + "/X", "--anchor", county, "--node", endpoint(nodes.county)
    };

    Run run = Run.of(Stream.concat(Stream.of(asked), Stream.of("--json")).toArray());
    assertThat(run.exitCode()).isEqualTo(ExitCode.NO);
    assertThat(run.json().path("referral").path("state").asText()).isEqualTo(state);
    assertThat(run.json().path("verified").asBoolean()).isTrue();
    assertThat(Run.of(asked).out()).contains("has no answer", word).doesNotContain("next ");
    Run across = iterative(prefix + "/X", "--json");
    across.failed(ExitCode.NO, prefix);
    assertThat(across.reason()).isEqualTo("PREFIX_" + state);
  }

  @Test
  void a_recursive_node_asks_for_its_caller_and_remembers() {
    Object[] asked = {
      "resolve",
      COIL,
      "--anchor",
      nodes.anchor,
      "--node",
      endpoint(nodes.recursive),
      "--recursive",
      "--json"
    };

    JsonNode first = Run.of(asked).ok().json();
    JsonNode second = Run.of(asked).ok().json();

    assertThat(first.path("source").asText()).isEqualTo("upstream");
    assertThat(second.path("source").asText()).isEqualTo("cache");
    assertThat(second.path("verified").asBoolean()).isTrue();
    JsonNode counted =
        Run.of("statistics", "--node", endpoint(nodes.recursive), "--json").ok().json();
    assertThat(counted.path("hits").asLong()).isPositive();
    assertThat(counted.path("entries").asLong()).isPositive();
    assertThat(Run.of("statistics", "--node", endpoint(nodes.recursive)).ok().out())
        .contains("misses", "not in the cache");
  }

  @Test
  void a_node_that_is_no_authority_says_how_to_have_others_asked() {
    Run run = Run.of("resolve", COIL, "--node", endpoint(nodes.recursive), "--json");

    run.failed(ExitCode.NO, "--recursive", "--iterative");
    assertThat(run.reason()).isEqualTo("NOT_AUTHORITATIVE");
  }

  @Test
  void a_referral_is_nothing_to_keep_and_that_is_said() {
    Path kept = directory.resolve("referral.json");
    Object[] asked = {"resolve", COIL, "--node", endpoint(nodes.nation), "--save", kept};

    assertThat(Run.of(asked).out()).contains("not saved");
    assertThat(kept).doesNotExist();
  }

  @Test
  void an_alias_is_followed_and_each_step_is_verified() {
    JsonNode answer = iterative(COIL + "-A", "--follow", "--json").ok().json();

    assertThat(answer.path("identifier").asText()).isEqualTo(COIL);
    assertThat(answer.path("aliases").get(0).path("identifier").asText()).isEqualTo(COIL + "-A");
    assertThat(answer.path("aliases").get(0).path("verified").asBoolean()).isTrue();
    assertThat(iterative(COIL + "-A", "--follow").ok().out()).contains("its target is", COIL);
    assertThat(iterative(COIL + "-A", "--json").ok().json().path("identifier").asText())
        .isEqualTo(COIL + "-A");
  }

  @Test
  void references_are_answered_beside_the_record_and_one_without_answer_says_why() {
    JsonNode references =
        iterative(COIL + "-R", "--references", "--json").ok().json().path("references");

    assertThat(references.get(0).path("identifier").asText()).isEqualTo(COIL);
    assertThat(references.get(0).path("outcome").asText()).isEqualTo("found");
    assertThat(references.get(0).path("verified").asBoolean()).isTrue();
    assertThat(references.get(1).path("identifier").asText()).isEqualTo("20.7/ORE");
    assertThat(references.get(1).path("reason").asText()).isNotEmpty();
    assertThat(iterative(COIL + "-R", "--references").ok().out())
        .contains("refers to " + COIL + "  found", "20.7/ORE  no answer: ");
  }

  @Test
  void a_kept_answer_is_verified_by_its_chain_alone_as_of_any_time() throws IOException {
    Path kept = kept();

    JsonNode checked = Run.of("verify", kept, "--anchor", nodes.anchor, "--json").ok().json();
    assertThat(checked.path("verified").asBoolean()).isTrue();
    assertThat(checked.path("chain")).hasSize(2);
    assertThat(Run.of("verify", kept, "--anchor", nodes.anchor).ok().out())
        .contains("ok  chain", "2 delegations", "Verified: 1 statement.");
    Run.of("verify", kept, "--anchor", nodes.anchor, "--at", later(Duration.ofDays(400)))
        .failed(ExitCode.NO, "kept.json:1", "rule: DelegationExpired");
    assertThat(
            Run.of("verify", kept, "--anchor", nodes.anchor, "--at", later(Duration.ofDays(1)))
                .ok()
                .out())
        .contains("Verified as of ", "Verified as of that time, not now");
  }

  private Path kept() {
    Path kept = directory.resolve("kept.json");
    iterative(COIL, "--save", kept).ok();
    return kept;
  }

  private static Instant later(Duration time) {
    return Instant.now().plus(time);
  }

  @Test
  void a_kept_answer_that_was_tampered_with_is_refused_by_the_name_of_the_rule()
      throws IOException {
    ObjectNode line = (ObjectNode) JSON.readTree(Files.readString(kept()));

    refused(line.deepCopy().put("statement", flipped(line.path("statement"))), "SignatureInvalid");
    refused(line.deepCopy().put("identifier", COIL + "-B"), "WrongSubject");
    ObjectNode shorter = line.deepCopy();
    ((com.fasterxml.jackson.databind.node.ArrayNode) shorter.path("chain")).remove(1);
    refused(shorter, "UntrustedKey");
    ObjectNode changed = line.deepCopy();
    ((com.fasterxml.jackson.databind.node.ArrayNode) changed.path("chain"))
        .set(0, flipped(line.path("chain").get(0)));
    refused(changed, "SignatureInvalid");
  }

  private void refused(ObjectNode line, String rule) throws IOException {
    Path file = Files.writeString(directory.resolve("tampered.json"), line + "\n");
    Run.of("verify", file, "--anchor", nodes.anchor)
        .failed(ExitCode.NO, "NOT VERIFIED", "tampered.json:1", "(rule: " + rule + ")");
  }

  /** With the last bit changed, which belongs to the signature. */
  private static String flipped(JsonNode base64) {
    byte[] bytes = Base64.getDecoder().decode(base64.asText());
    bytes[bytes.length - 1] ^= 1;
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Test
  void an_answer_without_its_delegations_is_refused_and_the_way_out_is_shown() {
    Run.of("resolve", COIL, "--anchor", nodes.anchor, "--node", endpoint(nodes.mill))
        .failed(
            ExitCode.NO,
            "NOT VERIFIED: the answer for " + COIL,
            "rule: UntrustedKey",
            "no delegations from 88 down",
            "--iterative");
  }

  @Test
  void records_of_a_hosted_prefix_are_listed_and_verified_by_its_delegation() throws IOException {
    Path county =
        Files.writeString(directory.resolve("county"), nodes.county.node().anchor().toString());
    Object[] by = {"--anchor", county, "--node", endpoint(nodes.county), "--json"};

    List<JsonNode> listed =
        Run.of(Stream.concat(Stream.of("list", "88.118.7"), Stream.of(by)).toArray())
            .ok()
            .jsonLines();
    List<JsonNode> history =
        Run.of(Stream.concat(Stream.of("history", "88.118.7/PEAR-1"), Stream.of(by)).toArray())
            .ok()
            .jsonLines();

    assertThat(listed).hasSize(1).allMatch(line -> line.path("verified").asBoolean());
    assertThat(history).hasSize(1).allMatch(line -> line.path("verified").asBoolean());
    Run.of("list", "88.118.8", "--anchor", nodes.anchor, "--node", endpoint(nodes.mill))
        .failed(
            ExitCode.NO, "NOT VERIFIED: the list under 88.118.8", "no delegations from 88 down");
  }

  @Test
  void a_way_that_cannot_work_is_refused_before_anyone_is_asked() throws IOException {
    Path silent =
        Files.writeString(directory.resolve("silent"), nodes.nation.node().anchor().toString());
    Object node = endpoint(nodes.mill);

    Run.of("resolve", COIL, "--iterative").failed(ExitCode.USAGE, "--iterative: needs --anchor");
    Run.of("resolve", COIL, "--iterative", "--anchor", silent)
        .failed(ExitCode.USAGE, "names no endpoint", "endpoint: node.example:7430");
    Run.of("resolve", "20.5/X", "--iterative", "--anchor", nodes.anchor)
        .failed(ExitCode.USAGE, "has no anchor for 20.5");
    iterative(COIL, "--node", node).failed(ExitCode.USAGE, "not with --node");
    iterative(COIL, "--recursive").failed(ExitCode.USAGE, "give only one");
    Run.of("resolve", COIL, "--node", node, "--allow-loopback-endpoints")
        .failed(ExitCode.USAGE, "needs --iterative");
    Run.of("resolve", COIL, "--data", directory, "--recursive")
        .failed(ExitCode.USAGE, "--data queries no other nodes");
    Run.of("resolve", COIL, "--node", node, "--explain")
        .failed(ExitCode.USAGE, "--explain: needs --anchor");
  }

  @Test
  void referrals_to_this_machine_are_not_followed_unless_allowed() {
    Run run = Run.of("resolve", COIL, "--anchor", nodes.anchor, "--iterative", "--json");

    run.failed(ExitCode.NO, "127.0.0.1", "--allow-loopback-endpoints");
    assertThat(run.reason()).isEqualTo("UNREACHABLE");
  }
}
