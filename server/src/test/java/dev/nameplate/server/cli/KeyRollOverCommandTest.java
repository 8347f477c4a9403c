package dev.nameplate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nameplate.server.cli.output.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node that goes over to another authority key, by the command line. */
final class KeyRollOverCommandTest {
  private static final String BEFORE = "88.118.8/BEFORE";
  private static final String AFTER = "88.118.8/AFTER";

  @TempDir private Path directory;

  private Path data() {
    return directory.resolve("node");
  }

  private Run init(Object... how) {
    Object[] arguments = {"init", "--data", data(), "--prefix", "88.118.8", "--suite", "SM2_SM3"};
    return Run.of(joined(arguments, how));
  }

  private static Object[] joined(Object[] first, Object... then) {
    Object[] all = java.util.Arrays.copyOf(first, first.length + then.length);
    System.arraycopy(then, 0, all, first.length, then.length);
    return all;
  }

  private Path kept(String identifier) {
    Path file = directory.resolve(identifier.substring(identifier.indexOf('/') + 1));
    Run.of("resolve", identifier, "--data", data(), "--save", file).ok();
    return file;
  }

  @Test
  void the_key_is_exchanged_and_everything_still_verifies() throws IOException {
    init("--no-passphrase").ok();
    Run.of("assign", BEFORE, "--data", data()).ok();
    Path formerAnchor =
        Files.copy(data().resolve("anchor.txt"), directory.resolve("former-anchor.txt"));

    Run next = Run.of("keys", "next", "--data", data()).ok();
    assertThat(next.out())
        .isEqualTo(Files.readString(data().resolve("keys/authority-next.pub.pem")));
    assertThat(next.err()).contains("keys activate --data " + data());
    Run.of("keys", "next", "--data", data())
        .failed(ExitCode.USAGE, "this node has a next key already");
    assertThat(Run.of("keys", "show", "--data", data()).ok().out()).contains("next key");
    JsonNode told = Run.of("keys", "activate", "--data", data(), "--json").ok().json();

    Run.of("assign", AFTER, "--data", data()).ok();
    Path anchor = data().resolve("anchor.txt");
    for (String identifier : new String[] {BEFORE, AFTER}) {
      Run.of("verify", kept(identifier), "--anchor", anchor, "--identifier", identifier).ok();
    }
    Run.of("verify", kept(AFTER), "--anchor", formerAnchor)
        .failed(ExitCode.NO, "rule: UntrustedKey");
    JsonNode audit = Run.of("log", "audit", "--data", data(), "--json").ok().json();
    assertThat(audit.path("statements").asLong()).isEqualTo(2);
    Path proof =
        Files.writeString(
            directory.resolve("before.tlog-proof"),
            Run.of("log", "prove", BEFORE, "--data", data()).ok().out());
    Run.of("verify", kept(BEFORE), "--proof", proof, "--anchor", anchor).ok();
    JsonNode shown = Run.of("keys", "show", "--data", data(), "--json").ok().json();
    assertThat(shown.path("authorityKeyId")).isEqualTo(told.path("authorityKeyId"));
    assertThat(shown.path("formerKeyIds").get(0)).isEqualTo(told.path("formerKeyId"));
    assertThat(Run.of("keys", "anchor", "--data", data()).ok().out())
        .isEqualTo(Files.readString(anchor));
    Run.of("keys", "activate", "--data", data())
        .failed(ExitCode.USAGE, "a key made by keys next; it is missing");
  }

  @Test
  void the_passphrase_of_the_node_is_needed_and_is_that_of_the_next_key() throws IOException {
    Path right = Files.writeString(directory.resolve("right.txt"), "开门\n");
    Path wrong = Files.writeString(directory.resolve("wrong.txt"), "sesame\n");
    init("--passphrase-file", right).ok();

    Run.of("keys", "next", "--data", data(), "--passphrase-file", wrong, "--json")
        .failed(ExitCode.NO, "WRONG_PASSPHRASE");
    Run.of("keys", "next", "--data", data(), "--passphrase-file", right).ok();
    assertThat(Files.readString(data().resolve("keys/authority-next.pem")))
        .contains("ENCRYPTED PRIVATE KEY");
    Run.of("keys", "activate", "--data", data(), "--passphrase-file", wrong, "--json")
        .failed(ExitCode.NO, "WRONG_PASSPHRASE");
    Run.of("keys", "activate", "--data", data(), "--passphrase-file", right).ok();
    Run.of("assign", AFTER, "--data", data(), "--passphrase-file", right).ok();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "8785", "x"})
  void an_overlap_that_is_none_is_refused(String hours) throws IOException {
    init("--no-passphrase").ok();
    Run.of("keys", "next", "--data", data()).ok();
    String before = Files.readString(data().resolve("anchor.txt"));

    Run.of("keys", "activate", "--data", data(), "--overlap=" + hours)
        .failed(ExitCode.USAGE, "--overlap");

    assertThat(Files.readString(data().resolve("anchor.txt"))).isEqualTo(before);
  }
}
