package dev.nameplate.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.assign.Assignment;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.log.RolledBackException;
import dev.nameplate.record.Endpoint;
import dev.nameplate.signing.CheckpointFile;
import dev.nameplate.signing.NodeDirectory;
import dev.nameplate.store.RecordStore;
import dev.nameplate.trust.chain.Checkpoint;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.note.SignedNote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A directory that is an older copy of itself is found out when it is opened. */
final class RolledBackNodeTest {
  @TempDir private Path root;

  private NodeConfig config(String name) {
    return NodeConfig.in(root.resolve(name)).authorityFor("88.118.8");
  }

  private static void write(NodeConfig config, String... names) {
    try (Node node = Node.open(config)) {
      assign(node, names);
    }
  }

  private static void assign(Node node, String... names) {
    for (String name : names) {
      node.registrar().assign(Assignment.of("88.118.8/" + name));
    }
  }

  private Path file() throws IOException {
    try (Stream<Path> files = Files.list(root)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".checkpoint")).toList();
      assertThat(found).hasSize(1);
      return found.get(0);
    }
  }

  private long kept() throws IOException {
    return Checkpoint.parse(SignedNote.parse(Files.readString(file())).text()).size();
  }

  private void copy(String from, String to) throws IOException {
    try (Stream<Path> files = Files.walk(root.resolve(from))) {
      for (Path file : files.toList()) {
        Files.copy(file, root.resolve(to).resolve(root.resolve(from).relativize(file)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(SignatureSuite.class)
  void the_newest_checkpoint_is_kept_beside_the_directory(SignatureSuite suite) throws Exception {
    write(config("node").withSuite(suite), "A", "B");

    assertThat(kept()).isEqualTo(2);
    assertThat(file().getFileName().toString()).startsWith("88.118.8_log-");
  }

  @ParameterizedTest
  @EnumSource(SignatureSuite.class)
  void an_older_copy_in_the_place_of_the_directory_only_reads(SignatureSuite suite)
      throws Exception {
    NodeConfig node = config("node").withSuite(suite);
    write(node, "A");
    copy("node", "copy");
    write(node, "B");

    try (Node copy = Node.open(config("copy"))) {
      assertThat(copy.readOnly()).hasValueSatisfying(why -> assertThat(why.known()).isEqualTo(2));
      assertThatThrownBy(() -> assign(copy, "C"))
          .isInstanceOfSatisfying(
              RolledBackException.class,
              refused -> assertThat(refused.reason()).isEqualTo(ErrorReason.READ_ONLY));
      assertThat(copy.writability().isAccepted()).isFalse();
      assertThat(copy.head().batches()).isEqualTo(1);
    }
    assertThat(kept()).as("an older copy changes nothing").isEqualTo(2);
    write(node, "C");
  }

  @Test
  void a_copy_that_was_written_to_is_found_out_although_it_is_longer() throws Exception {
    write(config("node"), "A");
    copy("node", "copy");
    write(config("node"), "B");
    write(config("copy").withCheckpoints(CheckpointPolicy.NONE), "X", "Y", "Z");

    try (Node copy = Node.open(config("copy"))) {
      assertThat(copy.readOnly())
          .hasValueSatisfying(why -> assertThat(why).hasMessageContaining("another batch 1"));
    }
  }

  @Test
  @Timeout(60)
  void of_two_copies_that_are_in_use_the_second_to_write_finds_out_and_stops() throws Exception {
    write(config("node"), "A");
    copy("node", "copy");
    try (Node copy = Node.open(config("copy"))) {
      write(config("node"), "B", "C");
      String signed = Files.readString(file());

      assign(copy, "X");
      while (copy.readOnly().isEmpty()) {
        Thread.onSpinWait();
      }

      assertThatThrownBy(() -> assign(copy, "Y"))
          .isInstanceOfSatisfying(
              RolledBackException.class,
              refused -> assertThat(refused.reason()).isEqualTo(ErrorReason.READ_ONLY));
      assertThat(file()).hasContent(signed);
    }
    write(config("node"), "D");
    assertThat(kept()).isEqualTo(4);
  }

  @Test
  void a_peer_that_shows_a_shorter_other_history_is_enough_to_find_out() throws Exception {
    write(config("node"), "A");
    copy("node", "copy");
    write(config("copy").withCheckpoints(CheckpointPolicy.NONE), "X");
    write(config("node"), "B", "C");
    TrustAnchor anchor = NodeDirectory.anchorIn(root.resolve("node"));
    SignedNote longer = CheckpointFile.at(file()).read(anchor).orElseThrow();
    Files.delete(file());
    write(config("copy"));
    SignedNote shorter = CheckpointFile.at(file()).read(anchor).orElseThrow();

    try (RecordStore store = Node.openStore(config("node"))) {
      assertThat(KnownCheckpoints.check(store, List.of(longer))).isEmpty();
      assertThat(KnownCheckpoints.check(store, List.of(longer, shorter))).isPresent();
    }
  }

  @Test
  void where_everybody_may_write_no_checkpoint_is_kept_unless_its_file_is_named() throws Exception {
    Path open = Files.createDirectory(root.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path named = root.resolve("named");
    NodeConfig node = config("open/node");

    write(node, "A");
    write(node.withCheckpoints(CheckpointPolicy.DEFAULT.withFile(named)), "B");

    assertThat(open).isDirectoryNotContaining("glob:**.checkpoint");
    assertThat(named).exists();
  }

  @Test
  void a_store_ahead_of_its_checkpoint_file_is_what_a_kill_leaves() throws Exception {
    write(config("node"), "A");
    String older = Files.readString(file());
    write(config("node"), "B", "C");
    Files.writeString(file(), older);

    write(config("node"), "D");

    assertThat(kept()).isEqualTo(4);
  }

  @Test
  void a_checkpoint_file_that_was_lost_is_made_again() throws Exception {
    write(config("node"), "A");
    Files.delete(file());

    write(config("node"));

    assertThat(kept()).isEqualTo(1);
  }

  @Test
  void a_damaged_checkpoint_file_is_named_and_the_node_does_not_open() throws Exception {
    write(config("node"), "A");
    String text = Files.readString(file());
    Files.writeString(file(), text.replace("\n1\n", "\n9\n"));

    assertThatThrownBy(() -> Node.open(config("node")))
        .isInstanceOfSatisfying(
            NodeException.class,
            refused -> assertThat(refused.reason()).isEqualTo(ErrorReason.DATA_CORRUPT))
        .hasMessageContaining(file().toString())
        .hasMessageContaining("--checkpoint-file");
  }

  @Test
  void the_checkpoint_file_of_another_node_is_refused() throws Exception {
    write(config("node"), "A");
    NodeConfig other = config("other").withCheckpoints(CheckpointPolicy.DEFAULT.withFile(file()));

    assertThatThrownBy(() -> Node.open(other)).hasMessageContaining("not a checkpoint of");
  }

  @Test
  void a_checkpoint_file_that_cannot_be_written_stops_no_write() {
    Path nowhere = root.resolve("unmounted").resolve("file");
    NodeConfig config = config("node").withCheckpoints(CheckpointPolicy.DEFAULT.withFile(nowhere));

    write(config, "A", "B");

    try (Node node = Node.open(config)) {
      assertThat(node.head().batches()).isEqualTo(2);
    }
  }

  @Test
  void peers_that_nobody_reaches_are_passed_over() {
    NodeConfig config =
        config("node")
            .withCheckpoints(
                CheckpointPolicy.DEFAULT.asking(List.of(Endpoint.parse("127.0.0.1:1"))));

    write(config, "A");
  }
}
