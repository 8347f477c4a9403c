package dev.nameplate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.signing.Passphrase;
import dev.nameplate.signing.SealedKey;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.note.NoteKey;
import dev.nameplate.trust.note.NoteSigner;
import dev.nameplate.trust.root.RootContent;
import dev.nameplate.trust.root.TrustRootDraft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trust roots by the command line: what a newcomer does, and what goes wrong. */
final class RootCommandTest {
  private static final String COIL = "88.118.8/COIL-2026-000451";

  @TempDir private Path directory;
  private Path data;
  private Path anchor;
  private Path root;

  @BeforeEach
  void make_a_node() {
    data = directory.resolve("node");
    anchor = data.resolve("anchor.txt");
    root = directory.resolve("root.txt");
    Run.of("init", "--data", data, "--prefix", "88.118.8", "--no-passphrase").ok();
    for (String name : List.of("zhang", "li", "wang")) {
      key(name);
    }
  }

  private void key(String name) {
    Run.of("root", "key", "--name", name, "--out", privateKey(name), "--no-passphrase").ok();
  }

  private Path privateKey(String name) {
    return directory.resolve(name + ".pem");
  }

  private Path publicKey(String name) {
    return directory.resolve(name + ".pem.pub");
  }

  private Run make(Path out, int version, int days, String... keys) {
    List<Object> arguments =
        new ArrayList<>(
            List.of("root", "make", "--version", version, "--threshold", 2, "--out", out));
    arguments.addAll(List.of("--anchor", anchor, "--expires-days", days));
    for (String key : keys) {
      arguments.addAll(List.of("--key", publicKey(key)));
    }
    return Run.of(arguments.toArray());
  }

  private Path made(int version, List<String> keys, String... signers) {
    Path file = version == 1 ? root : directory.resolve("root-" + version + ".txt");
    make(file, version, 365, keys.toArray(String[]::new)).ok();
    sign(file, signers);
    return file;
  }

  private void sign(Path file, String... signers) {
    for (String signer : signers) {
      Run.of("root", "sign", file, "--key", privateKey(signer)).ok();
    }
  }

  private Path keptAnswer() {
    Path statement = directory.resolve("coil.statement");
    Run.of("assign", COIL, "--value", "1:URL=https://mill.example/451", "--data", data).ok();
    Run.of("resolve", COIL, "--data", data, "--save", statement).ok();
    return statement;
  }

  @Test
  void a_newcomer_makes_a_root_signs_it_and_verifies_by_it() {
    Path statement = keptAnswer();
    assertThat(make(root, 1, 365, "zhang", "li", "wang").ok().out())
        .contains("not signed yet", "0 of the 2", "88.118.8", "root sign");
    assertThat(Run.of("root", "show", root).exitCode()).isEqualTo(ExitCode.NO);
    Run.of("verify", statement, "--anchor", root)
        .failed(ExitCode.NO, "root.txt", "signed by 0 root keys", "rule: RootThreshold");

    assertThat(Run.of("root", "sign", root, "--key", privateKey("wang")).ok().out())
        .contains("as wang", "1 of the 2", "[x] wang", "[ ] li");
    JsonNode signed = Run.of("root", "sign", root, "--key", privateKey("li"), "--json").ok().json();
    assertThat(signed.path("signedBy").asText()).isEqualTo("li");
    assertThat(signed.path("complete").asBoolean()).isTrue();

    assertThat(Run.of("root", "show", root).ok().out()).contains("2 of the 2", "[ ] zhang");
    Run verified = Run.of("verify", statement, "--anchor", root).ok();
    assertThat(verified.out()).contains("Verified: 1 statement.");
    assertThat(verified.err()).isEmpty();
    Run.of("resolve", COIL, "--data", data, "--anchor", root).ok();
    Run.of("log", "audit", "--data", data, "--anchor", root).ok();
  }

  @Test
  void a_root_is_followed_by_its_successors_to_the_last() throws IOException {
    made(1, List.of("zhang", "li", "wang"), "zhang", "li");
    key("zhao");
    Path second = made(2, List.of("li", "wang", "zhao"), "li", "wang");
    Path third = made(3, List.of("wang", "zhao"), "wang", "zhao");
    assertThat(
            Run.of("root", "sign", third, "--key", privateKey("li"), "--former", second).ok().out())
        .contains("as li", "3 root keys have signed it, of the 2 that must");

    JsonNode told = Run.of("root", "update", root, second, third, "--json").ok().json();

    assertThat(told.path("from").asInt()).isEqualTo(1);
    assertThat(told.path("to").asInt()).isEqualTo(3);
    assertThat(Files.readString(root)).isEqualTo(Files.readString(third));
  }

  @Test
  void an_update_that_breaks_a_rule_leaves_the_file_as_it_was() throws IOException {
    made(1, List.of("zhang", "li", "wang"), "zhang", "li");
    key("mallory");
    key("trudy");
    Path second = made(2, List.of("zhang", "li", "wang"), "zhang", "wang");
    Path third = made(3, List.of("zhang", "li", "wang"), "zhang", "wang");
    Path unsigned = directory.resolve("unsigned.txt");
    make(unsigned, 2, 365, "zhang", "li", "wang").ok();
    Path foreign = directory.resolve("foreign.txt");
    make(foreign, 2, 365, "mallory", "trudy").ok();
    sign(foreign, "mallory", "trudy");
    Path cut = directory.resolve("cut.txt");
    String whole = Files.readString(second);
    Files.writeString(cut, whole.substring(0, whole.length() / 2));
    String before = Files.readString(root);

    Run.of("root", "update", root, root).failed(ExitCode.NO, "rule: RootVersion");
    Run.of("root", "update", root, third).failed(ExitCode.NO, "rule: RootVersion", "expected: 2");
    Run.of("root", "update", root, foreign).failed(ExitCode.NO, "rule: RootThreshold");
    Run.of("root", "update", root, unsigned).failed(ExitCode.NO, "unsigned.txt", "RootThreshold");
    assertThat(Run.of("root", "update", root, cut).exitCode()).isNotZero();
    Run.of("root", "update", root, second, foreign).failed(ExitCode.NO, "rule: RootVersion");
    assertThat(Files.readString(root)).isEqualTo(before);

    Run.of("root", "update", root, second).ok();
    Run.of("root", "update", root, second).failed(ExitCode.NO, "rule: RootVersion");
  }

  @Test
  void an_expired_root_is_refused_and_one_that_soon_will_be_is_told() throws IOException {
    Path statement = keptAnswer();
    Path expired = Files.writeString(directory.resolve("expired.txt"), expiredRoot());

    Run.of("verify", statement, "--anchor", expired)
        .failed(ExitCode.NO, "expired.txt", "expired on 2020-01-01T00:00:00Z", "rule: RootExpired");
    Run.of("resolve", COIL, "--data", data, "--anchor", expired)
        .failed(ExitCode.NO, "rule: RootExpired");
    Run shown = Run.of("root", "show", expired);
    assertThat(shown.out()).contains("EXPIRED");
    assertThat(shown.exitCode()).isEqualTo(ExitCode.NO);

    make(root, 1, 45, "zhang", "li").ok();
    sign(root, "zhang", "li");
    Run warned = Run.of("resolve", COIL, "--data", data, "--anchor", root).ok();
    assertThat(warned.err()).contains("warning: the trust root in " + root + " expires on 20");
    assertThat(warned.err().lines()).hasSize(1);
    assertThat(Run.of("resolve", COIL, "--data", data, "--anchor", root, "--json").ok().err())
        .isEmpty();
  }

  private String expiredRoot() throws IOException {
    NoteSigner zhang =
        new NoteSigner(
            "zhang",
            new SealedKey(Files.readString(privateKey("zhang")), "zhang.pem")
                .open(Passphrase.NONE));
    NoteKey key = NoteKey.parse(Files.readString(publicKey("zhang")).strip());
    TrustAnchors anchors = TrustAnchors.parse(Files.readString(anchor), "anchor.txt");
    Instant past = Instant.parse("2020-01-01T00:00:00Z");
    return TrustRootDraft.of(new RootContent(1, past, 1, List.of(key), anchors))
        .sign(zhang)
        .toString();
  }

  @Test
  void a_root_key_is_under_a_passphrase_unless_one_says_otherwise() throws IOException {
    Path secret = Files.writeString(directory.resolve("secret.txt"), "开门\n");
    Object[] makeKey = {
      "root", "key", "--name", "赵六", "--suite", "ED25519_SHA256", "--out", privateKey("zhao")
    };
    Run.of(makeKey).failed(ExitCode.NO, "--no-passphrase");
    assertThat(privateKey("zhao")).doesNotExist();
    Run.of(Stream.concat(Stream.of(makeKey), Stream.of("--passphrase-file", secret)).toArray())
        .ok();
    assertThat(Files.readString(privateKey("zhao"))).contains("ENCRYPTED PRIVATE KEY");
    assertThat(Files.readString(publicKey("zhao"))).startsWith("赵六+");
    make(root, 1, 365, "zhao", "li").ok();

    Run.of("root", "sign", root, "--key", privateKey("zhao"))
        .failed(ExitCode.NO, "passphrase: none given for the key in", "--passphrase-file");
    Path binary = Files.write(directory.resolve("zhao.der"), new byte[] {0x30, (byte) 0x82, 1});
    Run.of("root", "sign", root, "--key", binary)
        .failed(ExitCode.NO, "a binary file (DER or PKCS #12)", "openssl pkey -inform DER");
    assertThat(
            Run.of("root", "sign", root, "--key", privateKey("zhao"), "--passphrase-file", secret)
                .ok()
                .out())
        .contains("as 赵六");
  }

  @Test
  void mistakes_are_told_and_write_nothing() throws IOException {
    String before = Files.readString(privateKey("li"));
    Run.of("root", "key", "--name", "li", "--out", privateKey("li"), "--no-passphrase")
        .failed(ExitCode.USAGE, "this file exists already");
    assertThat(Files.readString(privateKey("li"))).isEqualTo(before);
    Path odd = directory.resolve("odd.pem");
    Run.of("root", "key", "--name", "a b", "--out", odd, "--no-passphrase")
        .failed(ExitCode.USAGE, "--name", "a b");
    assertThat(odd).doesNotExist();

    Run.of(
            "root",
            "make",
            "--version",
            1,
            "--threshold",
            1,
            "--out",
            root,
            "--anchor",
            anchor,
            "--key",
            privateKey("li"))
        .failed(ExitCode.USAGE, "--key", "FILE.pub");
    make(root, 1, 365, "li").failed(ExitCode.USAGE, "threshold", "1 to the number of root keys, 1");
    make(root, 0, 365, "li", "wang").failed(ExitCode.USAGE, "version");
    make(root, 1, 0, "li", "wang").failed(ExitCode.USAGE, "--expires-days");
    make(root, 1, 365, "li", "li").failed(ExitCode.USAGE, "each key once");
    assertThat(root).doesNotExist();

    make(root, 1, 365, "li", "wang").ok();
    make(root, 1, 365, "li", "wang").failed(ExitCode.USAGE, "this file exists already");
    Run.of("root", "sign", root, "--key", privateKey("zhang"))
        .failed(ExitCode.NO, "--key", "--former");
    Run.of("root", "sign", anchor, "--key", privateKey("li"))
        .failed(ExitCode.USAGE, "Nameplate trust root v1");
    Run.of("root", "update", root, directory.resolve("none.txt"))
        .failed(ExitCode.NO, "rule: RootThreshold");
  }
}
