package dev.nameplate.server.cli.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nameplate.assign.Assignment;
import dev.nameplate.assign.BlockMinting;
import dev.nameplate.assign.Minting;
import dev.nameplate.assign.Outcome;
import dev.nameplate.assign.RangeAssignment;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NameplateException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeAudit;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.resolve.Records;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.server.NodeServer;
import dev.nameplate.server.ServerConfig;
import dev.nameplate.server.cli.Run;
import dev.nameplate.server.cli.output.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that lost the end of its log goes on with a new one. */
class NewLogTest {
  private static final String PREFIX = "88.118.8";
  private static final String PATTERN = "COIL-{seq:8}";

  @TempDir private Path directory;

  private Path data() {
    return directory.resolve("node");
  }

  private Path backups() {
    return directory.resolve("backups");
  }

  private NodeConfig config() {
    return NodeConfig.in(data()).authorityFor(PREFIX);
  }

  private static Identifier coil(long number) {
    return Identifier.parse(PREFIX + "/COIL-%08d".formatted(number));
  }

  private static Identifier mint(Node node) {
    return node.registrar().mint(Minting.of(PREFIX + "/" + PATTERN)).identifier();
  }

  private static void refused(ErrorReason reason, ThrowingCallable write) {
    assertThatThrownBy(write)
        .isInstanceOfSatisfying(
            NameplateException.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }

  /** 100 coils, a backup, 50 more, and only the backup is left. */
  private void lose() throws Exception {
    try (Node node = Node.open(config())) {
      for (int i = 1; i <= 100; i++) {
        assertThat(mint(node)).isEqualTo(coil(i));
      }
      node.backUp(backups(), 9);
      for (int i = 101; i <= 150; i++) {
        mint(node);
      }
    }
    Files.move(data(), directory.resolve("lost"));
    Run.of("restore", "--backup", backups(), "--data", data())
        .failedWithOutput(ExitCode.NO, "restore --as-new-log");
  }

  private Run newLog(Object... further) {
    List<Object> all =
        new ArrayList<>(List.of("restore", "--as-new-log", "--data", data(), "--json"));
    all.addAll(List.of(further));
    return Run.of(all.toArray());
  }

  private static void requireFound(Node node, Identifier identifier) {
    assertThat(node.resolver().resolve(identifier))
        .as(identifier.toString())
        .isInstanceOf(Resolution.Found.class);
  }

  private void requireClean(Path audited) {
    assertThat(NodeAudit.compare(NodeConfig.in(audited), Optional.empty(), done -> {}).findings())
        .isEmpty();
  }

  @Test
  void what_was_kept_is_answered_and_new_names_are_assigned_behind_what_was_lost()
      throws Exception {
    lose();

    JsonNode begun = newLog("--skip", 1000).ok().json();

    assertThat(begun.get("log")).isNotEqualTo(begun.get("formerLog"));
    assertThat(begun.get("batchesKnown").asLong()).isEqualTo(150);
    assertThat(begun.get("batchesKept").asLong()).isEqualTo(100);
    for (int opening = 0; opening < 2; opening++) {
      try (Node node = Node.open(config())) {
        assertThat(node.readOnly()).isEmpty();
        for (int i = 1; i <= 100; i++) {
          requireFound(node, coil(i));
        }
        assertThat(mint(node)).isEqualTo(coil(1101 + opening));
        requireFound(node, coil(1101));
        refused(
            ErrorReason.ALREADY_ASSIGNED, () -> node.registrar().assign(Assignment.of(coil(7))));
        refused(
            ErrorReason.READ_ONLY,
            () -> node.registrar().update(coil(7), 1, List.of(), OperationId.NONE));
        refused(ErrorReason.READ_ONLY, () -> node.registrar().retire(coil(7), 1, OperationId.NONE));
        refused(
            ErrorReason.ALREADY_ASSIGNED,
            () -> node.registrar().assignRange(RangeAssignment.of(PREFIX, PATTERN, 90, 120)));
        assertThat(node.resolver().resolve(coil(120)))
            .as("what may have been assigned, and lost, is not denied")
            .isInstanceOfSatisfying(
                Resolution.Absent.class, absent -> assertThat(absent.denial()).isEmpty());
      }
    }
    requireClean(data());
    requireClean(data().resolve("former"));
  }

  @Test
  void the_first_statement_names_the_newest_checkpoint_of_the_former_log() throws Exception {
    lose();
    String former = newLog().ok().json().get("formerLog").asText();

    try (Node node = Node.open(config());
        var log = node.statements().fromPosition(0)) {
      String first = log.next().value().toString();
      assertThat(log.hasNext()).isFalse();
      assertThat(first).contains("former-log-").contains(former + "\n150\n");
      assertThat(node.formerLog().orElseThrow().text()).isEqualTo(former);
    }
  }

  @Test
  void lists_show_the_records_of_both_logs_in_order() throws Exception {
    lose();
    newLog("--skip", 1000).ok();

    try (Node node = Node.open(config())) {
      node.registrar().assign(Assignment.of(PREFIX + "/COIL-00000050-A"));
      mint(node);
      List<String> all = new ArrayList<>();
      String token = "";
      do {
        Records.Page page =
            node.records().list(Records.Filter.under(Prefix.parse(PREFIX)), 7, token);
        page.entries().forEach(entry -> all.add(entry.value().identifier().toString()));
        token = page.nextToken();
      } while (!token.isEmpty());
      assertThat(all).hasSize(103).doesNotHaveDuplicates().isSorted();
      assertThat(all).contains(coil(1101).toString(), coil(100).toString());
      assertThat(node.records().versions(coil(3), 5, "").entries()).hasSize(1);
    }
  }

  @Test
  void blocks_begin_behind_what_was_lost_and_many_writes_at_once_meet_the_former_log()
      throws Exception {
    lose();
    newLog("--skip", 500).ok();

    try (Node node = Node.open(config())) {
      assertThat(
              node.registrar().mintBlock(BlockMinting.of(PREFIX + "/" + PATTERN, 10)).identifier())
          .isEqualTo(coil(601));
      long assigned =
          node.registrar()
              .assignAll(LongStream.rangeClosed(60, 140).mapToObj(i -> Assignment.of(coil(i))))
              .filter(outcome -> outcome instanceof Outcome.Written<?>)
              .count();
      assertThat(assigned).as("the names that were lost cannot be known").isEqualTo(40);
    }
  }

  @Test
  void a_mirror_of_the_new_log_and_a_backup_of_the_node_work() throws Exception {
    lose();
    newLog().ok();
    Path mirror = directory.resolve("mirror");
    try (Node node = Node.open(config());
        NodeServer server = NodeServer.start(ServerConfig.onPort(0), node)) {
      mint(node);
      Run.of(
              "log",
              "follow",
              "--once",
              "--node",
              "127.0.0.1:" + server.port(),
              "--data",
              mirror,
              "--anchor",
              data().resolve("anchor.txt"))
          .ok();
      node.backUp(directory.resolve("later"), 9);
    }
    requireClean(mirror);
    Run.of("log", "promote", "--data", mirror, "--keys", data(), "--accept-loss")
        .failed(ExitCode.NO, "former.txt");
    Files.move(data(), directory.resolve("moved"));

    Run.of("restore", "--backup", directory.resolve("later"), "--data", data()).ok();

    assertThatThrownBy(() -> Node.open(config())).hasMessageContaining("former");
    Files.move(directory.resolve("moved").resolve("former"), data().resolve("former"));
    Path note = data().resolve("former.txt");
    String text = Files.readString(note);
    Files.delete(note);
    assertThatThrownBy(() -> Node.open(config())).hasMessageContaining("former.txt");
    Files.writeString(note, text);
    try (Node node = Node.open(config())) {
      requireFound(node, coil(1));
      mint(node);
    }
  }

  @Test
  void it_is_refused_where_it_would_be_wrong() throws Exception {
    try (Node node = Node.open(config())) {
      mint(node);
    }
    newLog().failed(ExitCode.NO, "no newer checkpoint");
    Files.move(data(), directory.resolve("first"));
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(any -> any.toString().endsWith(".checkpoint")).toList()) {
        Files.delete(file);
      }
    }
    lose();
    newLog("--skip", 0).failed(ExitCode.USAGE, "--skip");
    newLog().ok();
    try (Node node = Node.open(config())) {
      mint(node);
    }

    newLog().failed(ExitCode.NO, "former log", "already");

    try (Node node = Node.open(config())) {
      mint(node);
    }
  }

  @Test
  void an_interrupted_change_is_finished_when_it_is_repeated() throws Exception {
    lose();
    Path copy = directory.resolve("whole");
    newLog().ok();
    // As a kill before the last step leaves it: the old anchor, no new keys, no new rows.
    Files.move(data().resolve("store"), copy);
    Files.copy(
        data().resolve("former").resolve("anchor.txt"),
        data().resolve("anchor.txt"),
        StandardCopyOption.REPLACE_EXISTING);
    Files.delete(data().resolve("keys").resolve("log.pem"));
    assertThatThrownBy(() -> Node.open(config())).hasMessageContaining("restore --as-new-log");
    Run.of("log", "audit", "--data", data()).failed(ExitCode.NO, "restore --as-new-log");

    newLog().ok();

    try (Node node = Node.open(config())) {
      requireFound(node, coil(100));
      mint(node);
    }
    requireClean(data());
  }

  @Test
  void what_there_is_to_do_is_told_again_until_the_new_log_is_used() throws Exception {
    lose();
    JsonNode first = newLog("--skip", 7).ok().json();

    assertThat(newLog("--skip", 8).ok().json()).isEqualTo(first);
    try (Node node = Node.open(config())) {
      assertThat(mint(node)).isEqualTo(coil(108));
    }
    newLog().failed(ExitCode.NO, "already");
  }

  @Test
  void the_authority_above_lists_both_keys_with_the_printed_command() throws Exception {
    Path above = directory.resolve("above");
    Run.of("init", "--data", above, "--prefix", "88.118", "--no-passphrase").ok();
    lose();
    Run.of(
            "prefix",
            "allot",
            PREFIX,
            "--holder",
            "Steel",
            "--anchor",
            data().resolve("anchor.txt"),
            "--endpoint",
            "127.0.0.1:1",
            "--keys-from",
            "2026-01-01T00:00:00Z",
            "--data",
            above)
        .ok();
    String[] command = newLog().ok().json().get("commands").get(0).asText().split(" ");
    List<Object> transfer = new ArrayList<>(List.of(command).subList(1, command.length));
    transfer.addAll(List.of("--data", above));
    Run.of(transfer.toArray()).ok();
    Identifier minted;
    try (Node node = Node.open(config())) {
      minted = mint(node);
    }
    Path root = directory.resolve("root.txt");
    Path steel = directory.resolve("steel.txt");
    try (NodeServer server = NodeServer.start(ServerConfig.onPort(0), config());
        NodeServer county = NodeServer.start(ServerConfig.onPort(0), NodeConfig.in(above))) {
      String at = "127.0.0.1:" + county.port();
      Files.writeString(
          root, Run.of("keys", "anchor", "--data", above, "--endpoint", at).ok().out());
      Run.of("prefix", "transfer", PREFIX, "--endpoint", "127.0.0.1:" + server.port(), "--node", at)
          .ok();
      for (Identifier identifier : List.of(coil(1), coil(100), minted)) {
        Run run =
            Run.of(
                "resolve",
                identifier,
                "--iterative",
                "--anchor",
                root,
                "--allow-loopback-endpoints",
                "--save",
                steel);
        assertThat(run.ok().out()).contains("verified");
        Run.of("verify", steel, "--anchor", root).ok();
      }
    }
  }
}
