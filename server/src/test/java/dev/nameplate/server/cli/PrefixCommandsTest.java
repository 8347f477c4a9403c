package dev.nameplate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.server.NodeServer;
import dev.nameplate.server.ServerConfig;
import dev.nameplate.server.cli.output.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrefixCommandsTest {
  @TempDir private Path directory;
  private Path county;

  @BeforeEach
  void make_the_county_s_node() {
    county = init("county", "88.118");
  }

  private Path init(String name, String prefix) {
    Path data = directory.resolve(name);
    Run.of(
            "init",
            "--data",
            data,
            "--prefix",
            prefix,
            "--suite",
            "ED25519_SHA256",
            "--no-passphrase")
        .ok();
    return data;
  }

  private Run prefix(Object... arguments) {
    return Run.of(
        Stream.of(Stream.of("prefix"), Stream.of(arguments), Stream.of("--data", county))
            .flatMap(part -> part)
            .toArray());
  }

  private JsonNode shown(String prefix) {
    return prefix("show", prefix, "--json").ok().json();
  }

  private Run allotSteel(Path steel) {
    return prefix(
            "allot",
            "88.118.8",
            "--holder",
            "冠县钢厂",
            "--anchor",
            steel.resolve("anchor.txt"),
            "--endpoint",
            "10.0.0.8:7430")
        .ok();
  }

  @Test
  void a_holder_s_node_that_could_not_be_asked_for_what_it_signed_before_is_named() {
    assertThat(allotSteel(init("steel", "88.118.8")).err())
        .contains("10.0.0.8:7430 could not be asked", "prefix transfer 88.118.8 --keys-from");
  }

  @Test
  void a_prefix_of_a_node_of_its_own_is_allotted_from_that_node_s_anchor_file() {
    allotSteel(init("steel", "88.118.8"));

    JsonNode steel = shown("88.118.8");
    assertThat(steel.path("state").asText()).isEqualTo("ACTIVE");
    assertThat(steel.path("holder").asText()).isEqualTo("冠县钢厂");
    assertThat(steel.path("hosted").asBoolean()).isFalse();
    assertThat(steel.path("endpoints").get(0).asText()).isEqualTo("10.0.0.8:7430");
    assertThat(steel.path("keys").get(0).path("log").asText()).startsWith("88.118.8/log-");
    assertThat(steel.path("keys").get(0).path("validUntil").isNull()).isTrue();
    assertThat(steel.has("log")).isFalse();
    String text = prefix("show", "88.118.8").ok().out();
    assertThat(text).contains("active", "冠县钢厂", "10.0.0.8:7430", "renewed", "valid from");
  }

  @Test
  void a_hosted_prefix_lives_from_allotment_to_revocation() {
    JsonNode receipt =
        prefix("allot", "88.118.9", "--holder", "Weaving", "--hosted", "--json").ok().json();
    assertThat(receipt.path("identifier").asText()).isEqualTo("0.NA/88.118.9");
    assertThat(receipt.path("position").asLong()).isZero();
    Run.of("assign", "88.118.9/CONE-1", "--value", "1:NO=1", "--data", county).ok();

    prefix("suspend", "88.118.9").ok();
    Run.of("assign", "88.118.9/CONE-2", "--data", county)
        .failed(ExitCode.NO, "88.118.9", "suspended");
    assertThat(prefix("suspend", "88.118.9", "--json").reason()).isEqualTo("PREFIX_SUSPENDED");
    assertThat(prefix("show", "88.118.9").ok().out()).contains("suspended", "this node (hosted)");
    prefix("resume", "88.118.9").ok();
    Run.of("assign", "88.118.9/CONE-2", "--data", county).ok();
    prefix("revoke", "88.118.9").failed(ExitCode.USAGE, "--yes", "permanently");
    Run.answering("88.118.8\n", "prefix", "revoke", "88.118.9", "--data", county)
        .failedAfterQuestion(ExitCode.USAGE, "Revoke 88.118.9 permanently?", "--yes");
    assertThat(prefix("show", "88.118.9").ok().out()).contains("active");
    assertThat(prefix("revoke", "88.118.9", "--yes").ok().out())
        .contains("Revoked 0.NA/88.118.9 version 4");
    prefix("resume", "88.118.9").failed(ExitCode.NO, "permanently revoked");
    assertThat(prefix("show", "88.118.9").ok().out()).contains("revoked permanently");
    assertThat(
            Run.of("log", "audit", "--data", county, "--json")
                .ok()
                .json()
                .path("statements")
                .asLong())
        .isEqualTo(6);
  }

  @Test
  void a_person_who_types_the_prefix_revokes_it() {
    prefix("allot", "88.118.9", "--holder", "Weaving", "--hosted").ok();

    Run run = Run.answering("88.118.9\n", "prefix", "revoke", "88.118.9", "--data", county);

    assertThat(run.exitCode()).describedAs(run.err()).isZero();
    assertThat(prefix("show", "88.118.9").ok().out()).contains("revoked permanently");
  }

  @Test
  void what_a_node_signed_before_its_allotment_is_believed_after_a_transfer_with_keys_from()
      throws Exception {
    Path steel = init("steel", "88.118.8");
    Run.of("assign", "88.118.8/COIL-1", "--value", "1:NO=1", "--data", steel).ok();
    try (NodeServer server = NodeServer.start(ServerConfig.onPort(0), NodeConfig.in(steel))) {
      String endpoint = "127.0.0.1:" + server.port();
      Run allotted =
          prefix(
                  "allot",
                  "88.118.8",
                  "--holder",
                  "Steel",
                  "--anchor",
                  steel.resolve("anchor.txt"),
                  "--endpoint",
                  endpoint)
              .ok();
      assertThat(allotted.err())
          .contains("1 batch", "prefix transfer 88.118.8 --keys-from", "since");
      Path root = directory.resolve("root.txt");
      try (NodeServer above = NodeServer.start(ServerConfig.onPort(0), NodeConfig.in(county))) {
        String at = "127.0.0.1:" + above.port();
        Files.writeString(
            root, Run.of("keys", "anchor", "--data", county, "--endpoint", at).ok().out());
        Object[] resolve = {
          "resolve",
          "88.118.8/COIL-1",
          "--iterative",
          "--anchor",
          root,
          "--allow-loopback-endpoints"
        };
        assertThat(Run.of(resolve).exitCode()).isEqualTo(ExitCode.NO);
        assertThat(Run.of(resolve).err()).contains("prefix transfer --keys-from");

        Run.of(
                "prefix",
                "transfer",
                "88.118.8",
                "--keys-from",
                "2026-01-01T00:00:00Z",
                "--node",
                at)
            .ok();

        assertThat(Run.of(resolve).ok().out()).contains("verified");
      }
    }
  }

  @Test
  void lists_show_the_own_prefixes_or_what_is_below_one() {
    prefix("allot", "88.118.9", "--holder", "Weaving", "--hosted").ok();
    allotSteel(init("steel", "88.118.8"));

    assertThat(prefix("list", "--json").ok().json().path("prefix").asText()).isEqualTo("88.118");
    List<JsonNode> below = prefix("list", "--below", "88.118", "--json").ok().jsonLines();
    assertThat(below)
        .extracting(prefix -> prefix.path("prefix").asText())
        .containsExactly("88.118.8", "88.118.9");
    assertThat(prefix("list", "--below", "88.118").ok().out())
        .contains("88.118.8  active  冠县钢厂  10.0.0.8:7430  until ", "hosted here");
    prefix("list", "--below", "88.119").failed(ExitCode.NO, "88.119", "88.118");
  }

  @Test
  void a_key_is_added_with_an_overlap_and_the_former_one_revoked() throws Exception {
    Path steel = init("steel", "88.118.8");
    allotSteel(steel);
    Path other = init("other", "88.118.8");
    Path pem = directory.resolve("new.pem");
    Files.writeString(pem, Run.of("keys", "export-public", "--data", other).ok().out());

    prefix("transfer", "88.118.8", "--add-key", pem, "--overlap-hours", 48).ok();

    JsonNode keys = shown("88.118.8").path("keys");
    assertThat(keys).hasSize(2);
    Instant end = Instant.parse(keys.get(0).path("validUntil").asText());
    assertThat(end).isAfter(Instant.now().plusSeconds(47 * 3600));
    assertThat(keys.get(1).path("validUntil").isNull()).isTrue();
    assertThat(keys.get(1).path("log")).isEqualTo(keys.get(0).path("log"));

    String former = keys.get(0).path("keyId").asText();
    prefix("revoke-key", "88.118.8", "--key", former, "--from-position", 12).ok();
    assertThat(shown("88.118.8").path("keys").get(0).path("revokedFrom").asLong()).isEqualTo(12);
    assertThat(prefix("show", "88.118.8").ok().out()).contains("revoked from position 12 on");
    prefix("revoke-key", "88.118.8", "--key", former, "--from-position", 13)
        .failed(ExitCode.USAGE, "from_position", "below 12");
  }

  @Test
  void a_transfer_replaces_holder_keys_and_endpoints() {
    allotSteel(init("steel", "88.118.8"));
    Path other = init("other", "88.118.8");

    prefix(
            "transfer",
            "88.118.8",
            "--holder",
            "New Steel",
            "--anchor",
            other.resolve("anchor.txt"),
            "--endpoint",
            "10.0.0.9:7430")
        .ok();

    JsonNode steel = shown("88.118.8");
    assertThat(steel.path("holder").asText()).isEqualTo("New Steel");
    assertThat(steel.path("endpoints")).hasSize(1);
    assertThat(steel.path("keys")).hasSize(2);
    assertThat(steel.path("keys").get(0).path("validUntil").isNull()).isFalse();
  }

  @Test
  void what_does_not_fit_together_is_said_in_one_line() {
    Path elsewhere = init("elsewhere", "20.500");
    prefix("allot", "88.118.8", "--holder", "x").failed(ExitCode.USAGE, "--hosted", "--anchor");
    prefix("allot", "88.118.8", "--hosted").failed(ExitCode.USAGE, "--holder");
    prefix("allot", "88.118.8", "--holder", "x", "--anchor", elsewhere.resolve("anchor.txt"))
        .failed(ExitCode.NO, "anchor", "88.118.8");
    prefix("allot", "88.118.x", "--holder", "x", "--hosted").failed(ExitCode.USAGE, "88.118.x");
    prefix("allot", "88.118.8", "--holder", "x", "--hosted", "--validity-days", 0)
        .failed(ExitCode.USAGE, "--validity-days", "1 to 365");
    prefix("suspend", "88.118.8").failed(ExitCode.NO, "88.118.8", "never allotted");
    prefix("transfer", "88.118.8").failed(ExitCode.USAGE, "a new holder");
    prefix("revoke-key", "88.118.8", "--key", "12", "--from-position", 1)
        .failed(ExitCode.USAGE, "--key");
    Run.of("init", "--data", directory.resolve("na"), "--prefix", "0.NA", "--no-passphrase")
        .failed(ExitCode.USAGE, "0.NA");
  }
}
