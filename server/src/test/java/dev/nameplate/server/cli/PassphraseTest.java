package dev.nameplate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.server.cli.output.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PassphraseTest {
  @TempDir private Path directory;
  private Path data;
  private Path right;
  private Path wrong;

  @BeforeEach
  void write_passphrases() throws IOException {
    data = directory.resolve("node");
    right = Files.writeString(directory.resolve("right.txt"), "开门\nsecond line\n");
    wrong = Files.writeString(directory.resolve("wrong.txt"), "sesame\n");
  }

  private Run init(Object... how) {
    return Run.of(
        arguments(
            new Object[] {
              "init", "--data", data, "--prefix", "88.118.8", "--suite", "ED25519_SHA256"
            },
            how));
  }

  private Object[] resolve(Object... how) {
    return arguments(new Object[] {"resolve", "88.118.8/X", "--data", data, "--json"}, how);
  }

  private static Object[] arguments(Object[] first, Object... then) {
    Object[] all = java.util.Arrays.copyOf(first, first.length + then.length);
    System.arraycopy(then, 0, all, first.length, then.length);
    return all;
  }

  private static void opens(Run run) {
    assertThat(run.err()).isEmpty();
    assertThat(run.json().path("outcome").asText()).isEqualTo("absent");
  }

  private static void isRefused(Run run, String... parts) {
    run.failed(ExitCode.NO, parts);
    assertThat(run.reason()).isEqualTo("WRONG_PASSPHRASE");
    assertThat(run.err()).doesNotContain("sesame").doesNotContain("开门");
  }

  @Test
  void keys_are_encrypted_under_the_first_line_of_a_file_and_open_with_it_alone()
      throws IOException {
    init("--passphrase-file", right).ok();

    assertThat(Files.readString(data.resolve("keys").resolve("authority.pem")))
        .contains("ENCRYPTED PRIVATE KEY");
    opens(Run.of(resolve("--passphrase-file", right)));
    opens(Run.with(Map.of("NAMEPLATE_PASSPHRASE", "开门"), resolve()));
    opens(Run.typing(List.of("开门"), resolve()));
    isRefused(Run.of(resolve("--passphrase-file", wrong)), "keys/authority.pem");
    isRefused(Run.of(resolve()), "--passphrase-file", "NAMEPLATE_PASSPHRASE");
  }

  @Test
  void without_a_passphrase_and_without_saying_so_no_node_is_made() {
    init().failed(ExitCode.NO, "--no-passphrase", "--passphrase-file");

    assertThat(data).doesNotExist();
  }

  @Test
  void a_person_types_a_new_passphrase_twice() {
    Object[] init = {"init", "--data", data, "--prefix", "88.118.8", "--suite", "ED25519_SHA256"};
    Run.typing(List.of("开门", "开们"), init).failed(ExitCode.NO, "the two differ");
    assertThat(data).doesNotExist();

    Run.typing(List.of("开门", "开门"), init).ok();
    opens(Run.of(resolve("--passphrase-file", right)));
  }

  @Test
  void an_empty_passphrase_file_is_refused() throws IOException {
    init("--passphrase-file", Files.writeString(directory.resolve("empty"), "\n"))
        .failed(ExitCode.NO, "is empty");
  }

  @Test
  void changing_the_passphrase_keeps_the_keys_and_shuts_the_old_one_out() throws IOException {
    init("--passphrase-file", right).ok();
    String anchor = Files.readString(data.resolve("anchor.txt"));
    Object[] change = {
      "keys",
      "change-passphrase",
      "--data",
      data,
      "--passphrase-file",
      right,
      "--new-passphrase-file",
      wrong
    };

    Run.of(change).ok();

    opens(Run.of(resolve("--passphrase-file", wrong)));
    isRefused(Run.of(resolve("--passphrase-file", right)));
    assertThat(data.resolve("anchor.txt")).hasContent(anchor.strip());
    Run.of(change).ok(); // repeated, as after an interruption
    opens(Run.of(resolve("--passphrase-file", wrong)));
  }

  @Test
  void a_change_with_the_wrong_passphrase_changes_nothing() throws IOException {
    init("--passphrase-file", right).ok();
    byte[] before = Files.readAllBytes(data.resolve("keys").resolve("log.pem"));

    isRefused(
        Run.of(
            "keys",
            "change-passphrase",
            "--data",
            data,
            "--passphrase-file",
            wrong,
            "--no-passphrase",
            "--json"));

    assertThat(data.resolve("keys").resolve("log.pem")).hasBinaryContent(before);
  }

  @Test
  void encryption_can_be_given_up_and_taken_up_again() {
    init("--no-passphrase").ok();
    opens(Run.of(resolve()));
    Run.of("keys", "change-passphrase", "--data", data, "--new-passphrase-file", right).ok();
    isRefused(Run.of(resolve()));
    assertThat(
            Run.of("keys", "show", "--data", data, "--json")
                .ok()
                .json()
                .path("encrypted")
                .asBoolean())
        .isTrue();

    Run.of(
            "keys",
            "change-passphrase",
            "--data",
            data,
            "--passphrase-file",
            right,
            "--no-passphrase")
        .ok();
    opens(Run.of(resolve()));
  }
}
