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

/** Checking what was kept, and the log it came from. */
final class OfflineTest {
  private static final String COIL = "88.118.8/COIL-2026-000451";

  @TempDir private Path directory;
  private Path data;
  private Path anchor;
  private Path statement;

  @BeforeEach
  void keep_an_answer() {
    data = directory.resolve("node");
    anchor = data.resolve("anchor.txt");
    statement = directory.resolve("coil.statement");
    Run.of("init", "--data", data, "--prefix", "88.118.8", "--no-passphrase").ok();
    Run.of("assign", COIL, "--value", "1:URL=https://mill.example/451", "--data", data).ok();
    Run.of("assign", COIL + "-B", "--data", data).ok();
    Run.of("resolve", COIL, "--data", data, "--save", statement).ok();
  }

  @Test
  void a_kept_answer_is_verified_step_by_step() {
    Run run = Run.of("verify", statement, "--anchor", anchor, "--identifier", COIL).ok();

    assertThat(run.out()).contains(COIL, "ok  signature", "ok  batch", "Verified: 1 statement.");
    JsonNode json = Run.of("verify", statement, "--anchor", anchor, "--json").ok().json();
    assertThat(json.path("verified").asBoolean()).isTrue();
    assertThat(json.path("identifier").asText()).isEqualTo(COIL);
  }

  @Test
  void a_changed_answer_is_refused_by_the_name_of_the_rule() throws IOException {
    byte[] bytes = Files.readAllBytes(statement);
    bytes[bytes.length - 1] ^= 1;
    Files.write(statement, bytes);

    Run run = Run.of("verify", statement, "--anchor", anchor, "--json");

    run.failed(ExitCode.NO, "NOT VERIFIED", "coil.statement", "rule: SignatureInvalid");
    assertThat(run.reason()).isEqualTo("STATEMENT_REJECTED");
  }

  @Test
  void an_answer_is_not_verified_for_another_identifier() {
    Run.of("verify", statement, "--anchor", anchor, "--identifier", COIL + "-B")
        .failed(ExitCode.NO, "rule: WrongSubject");
  }

  @Test
  void an_empty_file_verifies_nothing() throws IOException {
    Run.of("verify", Files.writeString(directory.resolve("empty"), ""), "--anchor", anchor)
        .failed(ExitCode.USAGE, "the file is empty");
  }

  @Test
  void each_line_of_an_export_is_verified_and_a_bad_one_is_named() throws IOException {
    Path export = directory.resolve("export.jsonl");
    String base64 = java.util.Base64.getEncoder().encodeToString(Files.readAllBytes(statement));
    Files.write(
        export,
        List.of("{\"statement\":\"" + base64 + "\"}", "", "{\"statement\":\"" + base64 + "\"}"));
    assertThat(Run.of("verify", export, "--anchor", anchor).ok().out())
        .contains("Verified: 2 statements.");

    Files.write(export, List.of("{\"statement\":\"" + base64 + "\"}", "{\"statement\":\"AAAA\"}"));
    Run run = Run.of("verify", export, "--anchor", anchor);
    assertThat(run.exitCode()).isEqualTo(ExitCode.NO);
    assertThat(run.err()).contains("export.jsonl:2", "rule: MalformedStatement");
  }

  @Test
  void a_proof_shows_offline_that_an_answer_is_in_the_log() throws IOException {
    Path proof =
        Files.writeString(
            directory.resolve("coil.tlog-proof"),
            Run.of("log", "prove", COIL, "--data", data).ok().out());
    assertThat(Run.of("verify", statement, "--proof", proof, "--anchor", anchor).ok().out())
        .contains("ok  in the log");

    Path other =
        Files.writeString(
            directory.resolve("other"),
            Run.of("log", "prove", "--batch", 1, "--data", data).ok().out());
    Run.of("verify", statement, "--proof", other, "--anchor", anchor)
        .failed(ExitCode.NO, "rule: ProofInvalid");
    Run.of("verify", proof, "--anchor", anchor).failed(ExitCode.USAGE, "--proof");
  }

  @Test
  void a_checkpoint_is_a_signed_note_and_is_verified() {
    Run run = Run.of("log", "checkpoint", "--data", data).ok();
    assertThat(run.out().lines().skip(1).findFirst()).contains("2");
    assertThat(run.out()).startsWith("88.118.8/log-").contains("\n\n— 88.118.8/log-");

    JsonNode json = Run.of("log", "checkpoint", "--data", data, "--json").ok().json();
    assertThat(json.path("size").asLong()).isEqualTo(2);
    assertThat(json.path("verified").asBoolean()).isTrue();
    assertThat(json.path("checkpoint").asText()).isNotEqualTo("");
  }

  @Test
  void an_audit_tells_what_it_found_whole() {
    JsonNode json = Run.of("log", "audit", "--data", data, "--json").ok().json();

    assertThat(json.path("statements").asLong()).isEqualTo(2);
    assertThat(json.path("batches").asLong()).isEqualTo(2);
    assertThat(Run.of("log", "audit", "--data", data).ok().out())
        .contains("Everything matches the log");
  }

  @Test
  void proving_a_batch_that_is_not_there_fails_plainly() {
    Run run = Run.of("log", "prove", "--batch", 99, "--data", data, "--json");

    run.failed(ExitCode.NO, "99");
    assertThat(run.reason()).isEqualTo("OUT_OF_LOG");
    Run.of("log", "prove", "88.118.8/never", "--data", data).failed(ExitCode.NO, "88.118.8/never");
  }

  @Test
  void keys_show_nothing_secret_and_the_anchor_is_the_file_that_others_need() throws IOException {
    assertThat(Run.of("keys", "anchor", "--data", data).ok().out())
        .isEqualTo(Files.readString(anchor));
    assertThat(Run.of("keys", "export-public", "--data", data).ok().out())
        .startsWith("-----BEGIN PUBLIC KEY-----");
    assertThat(Run.of("keys", "export-public", "--key", "log", "--data", data).ok().out())
        .startsWith("-----BEGIN PUBLIC KEY-----")
        .isNotEqualTo(Run.of("keys", "export-public", "--data", data).out());
    assertThat(Run.of("keys", "show", "--data", data).ok().out())
        .contains("SM2_SM3", "not encrypted")
        .doesNotContain("PRIVATE");
  }
}
