package dev.nameplate.server.cli.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.assign.Assignment;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NameplateException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.node.CheckpointPolicy;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeAudit;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Endpoint;
import dev.nameplate.record.Permissions;
import dev.nameplate.record.RecordValue;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.server.Main;
import dev.nameplate.server.NodeServer;
import dev.nameplate.server.ServerConfig;
import dev.nameplate.server.cli.CopiedDirectory;
import dev.nameplate.server.cli.Run;
import dev.nameplate.server.cli.output.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("try") // a socket is open while others use it
class BackupCommandTest {
  private static final String PREFIX = "88.118.8";

  @TempDir Path directory;

  private Path data() {
    return directory.resolve("node");
  }

  private Path backups() {
    return directory.resolve("disk").resolve("backups");
  }

  private NodeConfig config() {
    return NodeConfig.in(data()).authorityFor(PREFIX);
  }

  private static void assign(Node node, int from, int end) {
    for (int i = from; i < end; i++) {
      node.registrar().assign(Assignment.of(PREFIX + "/COIL-" + i).value(1, "n", "" + i));
    }
  }

  private Node node(int coils) {
    Node node = Node.open(config());
    assign(node, 0, coils);
    return node;
  }

  private Run backup() {
    return Run.of("backup", "--data", data(), "--to", backups(), "--json");
  }

  private Run restore(Object... further) {
    return Run.of(
        Stream.concat(
                Stream.of("restore", "--backup", backups(), "--data", data()), Stream.of(further))
            .toArray());
  }

  private void loseNode() throws IOException {
    Files.move(data(), directory.resolve("lost-" + System.nanoTime()));
  }

  private static void requireFound(Node node, int from, int end) {
    for (int i = from; i < end; i++) {
      assertThat(node.resolver().resolve(Identifier.parse(PREFIX + "/COIL-" + i)))
          .isInstanceOf(Resolution.Found.class);
    }
  }

  @Test
  void a_running_node_is_backed_up_and_comes_back() throws Exception {
    try (Node node = node(30);
        ControlSocket socket = BackupCommand.offer(data(), node).orElseThrow()) {
      assertThat(backup().ok().json().get("statements").asLong()).isEqualTo(30);
    }
    loseNode();

    restore().ok();

    try (Node node = Node.open(config())) {
      assertThat(node.readOnly()).isEmpty();
      requireFound(node, 0, 30);
      assign(node, 30, 31);
    }
    assertThat(NodeAudit.compare(config(), Optional.empty(), done -> {}).findings()).isEmpty();
  }

  @Test
  void a_further_backup_copies_what_is_new_and_the_earlier_one_stays() throws Exception {
    node(2_000).close();
    backup().ok();
    long first = size(backups());
    try (Node node = Node.open(config())) {
      assign(node, 2_000, 2_010);
    }

    assertThat(backup().ok().json().get("number").asInt()).isEqualTo(2);

    assertThat(size(backups()) - first).as("bytes of the second").isLessThan(first / 2);
    loseNode();
    restore("--number", 1).failedWithOutput(ExitCode.NO, "Read-only");
    try (Node node = Node.open(config())) {
      requireFound(node, 0, 2_000);
    }
  }

  @Test
  void only_the_newest_backups_are_kept() {
    for (int i = 0; i < 4; i++) {
      try (Node node = Node.open(config())) {
        assign(node, 10 * i, 10 * i + 10);
      }
      Run.of("backup", "--data", data(), "--to", backups(), "--keep", 2).ok();
    }

    assertThat(backups().resolve("node")).isDirectoryNotContaining("glob:**/{1,2}");
    assertThat(backups().resolve("node")).isDirectoryContaining("glob:**/3");
    assertThat(backups().resolve("rows").resolve("meta")).isDirectoryNotContaining("glob:**/1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rows/shared_checksum", "rows/private/1", "node/1", "node/1/keys"})
  void a_damaged_backup_is_named_and_nothing_is_restored(String where) throws Exception {
    node(300).close();
    backup().ok();
    loseNode();
    Path damaged = largest(backups().resolve(where));
    byte[] bytes = Files.readAllBytes(damaged);
    bytes[bytes.length / 2] ^= 1;
    Files.write(damaged, bytes);

    restore().failed(ExitCode.NO, damaged.toString(), "damaged");

    assertThat(data()).doesNotExist();
  }

  @Test
  void a_backup_that_lacks_a_file_is_named() throws Exception {
    node(300).close();
    backup().ok();
    loseNode();
    Path missing = largest(backups().resolve("rows/shared_checksum"));
    Files.delete(missing);

    restore().failed(ExitCode.NO, missing.getFileName().toString().replaceAll("_.*", ""));

    assertThat(data()).doesNotExist();
  }

  @Test
  void an_interrupted_backup_is_no_backup_and_the_next_removes_it() throws Exception {
    node(20).close();
    backup().ok();
    Files.delete(backups().resolve("node/1/CONTENT"));

    assertThat(backup().ok().json().get("number").asInt()).isEqualTo(2);

    assertThat(backups().resolve("node/1")).doesNotExist();
    assertThat(backups().resolve("rows/meta/1")).doesNotExist();
  }

  @Test
  void backups_are_for_their_owner_only_and_keys_stay_encrypted() throws Exception {
    Run.with(Map.of("NAMEPLATE_PASSPHRASE", "steel"), "init", "--data", data(), "--prefix", PREFIX)
        .ok();
    backup().ok();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backups())))
        .isEqualTo("rwx------");
    assertThat(backups().resolve("node/1/keys/authority.pem")).content().contains("ENCRYPTED");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(backups().resolve("node/1/keys/authority.pem"))))
        .isEqualTo("rw-------");
  }

  @Test
  void a_directory_that_is_not_this_nodes_backups_is_refused() throws Exception {
    node(1).close();
    Files.createDirectories(backups());
    Files.writeString(backups().resolve("letter"), "Dear …");
    Run.of("backup", "--data", data(), "--to", backups()).failed(ExitCode.USAGE, "--to");
    Run.of("backup", "--data", data(), "--to", data().resolve("b")).failed(ExitCode.USAGE, "--to");
    Run.of("restore", "--backup", directory, "--data", data().resolve("x"))
        .failed(ExitCode.NO, "holds no backups");
    Path other = directory.resolve("other");
    Run.of("init", "--data", other, "--prefix", "88.118.9", "--no-passphrase").ok();
    Path others = directory.resolve("others");
    Run.of("backup", "--data", other, "--to", others).ok();
    Run.of("backup", "--data", data(), "--to", others).failed(ExitCode.USAGE, "--to");
  }

  @Test
  void a_request_longer_than_any_ends_without_an_answer_and_the_next_is_answered()
      throws Exception {
    try (Node node = node(1);
        ControlSocket socket = BackupCommand.offer(data(), node).orElseThrow()) {
      try (SocketChannel channel =
          SocketChannel.open(UnixDomainSocketAddress.of(data().resolve("control.sock")))) {
        ByteBuffer endless = ByteBuffer.wrap("x".repeat(1 << 18).getBytes(UTF_8));
        assertThatThrownBy(
                () -> {
                  while (true) {
                    channel.write(endless.rewind());
                  }
                })
            .isInstanceOf(IOException.class);
      }

      backup().ok();
    }
  }

  @Test
  void a_node_in_a_long_path_is_backed_up_while_it_runs() throws Exception {
    Path deep = directory.resolve("d".repeat(60)).resolve("e".repeat(60));
    try (Node node = Node.open(NodeConfig.in(deep).authorityFor(PREFIX));
        ControlSocket socket = BackupCommand.offer(deep, node).orElseThrow()) {
      assign(node, 0, 1);
      Run.of("backup", "--data", deep, "--to", backups()).ok();
    }
  }

  @Test
  void an_older_copy_of_a_node_only_reads_and_says_how_to_go_on() throws Exception {
    node(10).close();
    backup().ok();
    try (Node node = Node.open(config())) {
      assign(node, 10, 20);
    }
    loseNode();

    restore().failedWithOutput(ExitCode.NO, "Read-only");

    try (Node node = Node.open(config())) {
      requireFound(node, 0, 10);
      assertThatThrownBy(() -> assign(node, 15, 16))
          .isInstanceOfSatisfying(
              NameplateException.class,
              refused -> assertThat(refused.reason()).isEqualTo(ErrorReason.READ_ONLY))
          .hasMessageContaining("restore --from-mirror");
      assertThat(node.resolver().resolve(Identifier.parse(PREFIX + "/COIL-15")))
          .as("what may have been assigned since is not denied")
          .isInstanceOfSatisfying(
              Resolution.Absent.class, absent -> assertThat(absent.denial()).isEmpty());
      assertThatThrownBy(() -> node.proofs().checkpoint()).hasMessageContaining("older copy");
    }
    Run.of("assign", PREFIX + "/COIL-15", "--data", data()).failed(ExitCode.NO, "older copy");
  }

  @Test
  void without_a_checkpoint_a_backup_is_restored_only_if_the_operator_knows() throws Exception {
    node(10).close();
    backup().ok();
    loseNode();
    Path elsewhere = directory.resolve("another-machine").resolve("node");

    Run.of("restore", "--backup", backups(), "--data", elsewhere)
        .failed(ExitCode.NO, "--checkpoint-file", "--peer", "--nothing-newer");
    assertThat(elsewhere).doesNotExist();

    Run.of("restore", "--backup", backups(), "--data", elsewhere, "--nothing-newer").ok();
    try (Node node = Node.open(NodeConfig.in(elsewhere))) {
      assign(node, 10, 11);
    }
  }

  @Test
  void a_checkpoint_file_that_is_named_goes_before_the_usual_one() throws Exception {
    Path file = directory.resolve("other-disk.checkpoint");
    NodeConfig kept = config().withCheckpoints(CheckpointPolicy.DEFAULT.withFile(file));
    try (Node node = Node.open(kept)) {
      assign(node, 0, 5);
    }
    backup().ok();
    try (Node node = Node.open(kept)) {
      assign(node, 5, 6);
    }
    loseNode();
    Path elsewhere = directory.resolve("another-machine").resolve("node");

    Run.of(
            "restore",
            "--backup",
            backups(),
            "--data",
            elsewhere,
            "--checkpoint-file",
            file,
            "--nothing-newer")
        .failedWithOutput(ExitCode.NO, "Read-only");
  }

  @Test
  void what_an_older_copy_lacks_comes_from_a_mirror() throws Exception {
    Path mirror = directory.resolve("mirror");
    try (Node node = node(10)) {
      backup(node);
      assign(node, 10, 700);
      node.registrar()
          .assign(
              Assignment.of(PREFIX + "/SECRET")
                  .value(1, "price", "12")
                  .value(
                      RecordValue.text(2, "cost", "11").withPermissions(Permissions.RESTRICTED)));
      follow(node, mirror);
    }
    loseNode();
    restore().failedWithOutput(ExitCode.NO, "Read-only");

    Run.of("restore", "--from-mirror", mirror, "--data", data())
        .failed(ExitCode.NO, "of 1 statements", "--accept-loss");
    Run caught =
        Run.of("restore", "--from-mirror", mirror, "--data", data(), "--accept-loss", "--json")
            .ok();

    assertThat(caught.json().get("copied").asLong()).isEqualTo(691);
    assertThat(caught.json().get("restrictedLost").asLong()).isEqualTo(1);
    try (Node node = Node.open(config())) {
      assertThat(node.readOnly()).isEmpty();
      requireFound(node, 0, 700);
      assign(node, 700, 701);
      follow(node, mirror);
    }
    assertThat(NodeAudit.compare(config(), Optional.empty(), done -> {}).findings()).isEmpty();
  }

  @Test
  void a_mirror_becomes_the_node_with_the_keys_of_the_node() throws Exception {
    Path mirror = directory.resolve("mirror");
    try (Node node = node(600)) {
      follow(node, mirror);
    }
    Path keys = directory.resolve("safe");
    Files.move(data().resolve("keys"), keys);
    Files.delete(data().resolve("anchor.txt"));
    Run.of("log", "promote", "--data", mirror, "--keys", keys)
        .failed(ExitCode.NO, "operation ids of 600", "--accept-loss");
    Path other = directory.resolve("other");
    Run.of("init", "--data", other, "--prefix", PREFIX, "--no-passphrase").ok();
    Run.of("log", "promote", "--data", mirror, "--keys", other, "--accept-loss")
        .failed(ExitCode.NO, "authority.pem");

    Run.of("log", "promote", "--data", mirror, "--keys", keys, "--accept-loss").ok();

    try (Node node = Node.open(NodeConfig.in(mirror).authorityFor(PREFIX))) {
      requireFound(node, 0, 600);
      assign(node, 600, 601);
      assertThatThrownBy(() -> assign(node, 5, 6)).hasMessageContaining("COIL-5");
    }
    assertThat(NodeAudit.compare(NodeConfig.in(mirror), Optional.empty(), done -> {}).findings())
        .isEmpty();
  }

  @Test
  void a_mirror_tells_that_a_directory_is_an_older_copy() throws Exception {
    Path mirror = directory.resolve("mirror");
    try (Node node = node(5)) {
      backup(node);
      assign(node, 5, 9);
      follow(node, mirror);
    }
    Path elsewhere = directory.resolve("another-machine").resolve("node");
    try (Teller teller = new Teller(mirror)) {
      Run.of("restore", "--backup", backups(), "--data", elsewhere, "--peer", teller.address())
          .failedWithOutput(ExitCode.NO, "Read-only");
      try (Stream<Path> files = Files.list(elsewhere.resolveSibling(""))) {
        List<Path> kept = files.filter(file -> file.toString().endsWith(".checkpoint")).toList();
        assertThat(kept).hasSize(1);
        Files.delete(kept.get(0));
      }
      CheckpointPolicy asking =
          CheckpointPolicy.DEFAULT.asking(List.of(Endpoint.parse(teller.address())));
      try (Node node = Node.open(NodeConfig.in(elsewhere).withCheckpoints(asking))) {
        assertThat(node.readOnly()).isPresent();
      }
    }
  }

  @Test
  void a_mirror_that_is_behind_is_not_made_the_node() throws Exception {
    Path mirror = directory.resolve("mirror");
    try (Node node = node(5)) {
      follow(node, mirror);
      assign(node, 5, 6);
    }

    Run.of("log", "promote", "--data", mirror, "--keys", data(), "--accept-loss")
        .failed(ExitCode.NO, "5 batches", "log follow");
    Run.of("log", "promote", "--data", data(), "--keys", data())
        .failed(ExitCode.USAGE, "a mirror made by log follow");
  }

  @Test
  void a_peer_that_shows_a_shorter_other_history_is_enough_to_refuse_a_mirror() throws Exception {
    Path mirror = directory.resolve("mirror");
    Path twin = directory.resolve("twin");
    Path older = directory.resolve("older");
    Path mirrorOfTwin = directory.resolve("mirror-of-twin");
    node(5).close();
    CopiedDirectory.copy(data(), older);
    CopiedDirectory.copy(data(), twin);
    try (Node forked = Node.open(NodeConfig.in(twin).withCheckpoints(CheckpointPolicy.NONE))) {
      assign(forked, 100, 102);
      follow(forked, mirrorOfTwin);
    }
    try (Node node = Node.open(config())) {
      assign(node, 5, 9);
      follow(node, mirror);
    }
    try (Teller teller = new Teller(mirrorOfTwin)) {
      Run.of(
              "restore",
              "--from-mirror",
              mirror,
              "--data",
              older,
              "--accept-loss",
              "--peer",
              teller.address())
          .failed(ExitCode.NO, "does not extend the checkpoint over 7");
      Run.of(
              "log",
              "promote",
              "--data",
              mirror,
              "--keys",
              data(),
              "--accept-loss",
              "--peer",
              teller.address())
          .failed(ExitCode.NO, "another batch 6");
    }
    Run.of("restore", "--from-mirror", mirror, "--data", older, "--accept-loss").ok();
    Run.of("log", "promote", "--data", mirror, "--keys", data(), "--accept-loss").ok();
  }

  /** A follower whose node is gone, in a process of its own. */
  private static final class Teller implements AutoCloseable {
    private final Process process;
    private final String address;

    Teller(Path mirror) throws IOException {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Main.class.getName(),
                  "log",
                  "follow",
                  "--node",
                  "127.0.0.1:1",
                  "--data",
                  mirror.toString(),
                  "--tell-port",
                  "0")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      address = lines.readLine().substring("grpc ".length());
    }

    String address() {
      return address;
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }

  private void backup(Node node) {
    node.backUp(backups(), Integer.MAX_VALUE);
  }

  private void follow(Node node, Path mirror) {
    try (NodeServer server = NodeServer.start(ServerConfig.onPort(0), node)) {
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
    }
  }

  private static long size(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static Path largest(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(Files::isRegularFile)
          .max(Comparator.comparingLong(file -> file.toFile().length()))
          .orElseThrow();
    }
  }
}
