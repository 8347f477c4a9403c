package dev.nameplate.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nameplate.assign.Assignment;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Permissions;
import dev.nameplate.record.RecordValue;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.signing.NodeDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restricted values are in clear in the rows of a node: its directory is for its owner alone. */
final class NodePermissionsTest {
  private static final Identifier COIL = Identifier.parse("88.118.8/COIL-1");
  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  @TempDir private Path home;
  private Path data;

  @BeforeEach
  void require_permissions() throws IOException {
    assumeTrue(
        Files.getFileStore(home).supportsFileAttributeView("posix"),
        "the file system has no POSIX permissions");
    data = home.resolve("node");
  }

  private Node open() {
    return Node.open(NodeConfig.in(data).authorityFor("88.118.8"));
  }

  private void fill() {
    try (Node node = open()) {
      node.registrar()
          .assign(
              Assignment.of(COIL)
                  .value(
                      RecordValue.text(1, "price", "4711")
                          .withPermissions(Permissions.RESTRICTED)));
    }
  }

  /** What other users may do something with, except the anchor, which is made to be given away. */
  private static List<Path> openToOthers(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(path -> !path.endsWith("anchor.txt"))
          .filter(path -> permissions(path).stream().anyMatch(OTHERS::contains))
          .toList();
    }
  }

  private static Set<PosixFilePermission> permissions(Path path) {
    try {
      return Files.getPosixFilePermissions(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As an earlier version left it. */
  private static void openUp(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.toList()) {
        Files.setPosixFilePermissions(
            path,
            PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--"));
      }
    }
  }

  @Test
  void nothing_of_a_new_node_is_open_to_others_while_it_runs_and_after_it_is_closed()
      throws IOException {
    try (Node node = open()) {
      assertThat(openToOthers(data)).isEmpty();
      node.registrar().assign(Assignment.of(COIL).value(1, "n", "1"));
    }
    assertThat(openToOthers(data)).isEmpty();
  }

  @Test
  void a_node_of_an_earlier_version_is_tightened_when_it_is_opened_and_keeps_its_records()
      throws IOException {
    fill();
    openUp(data);

    try (Node node = open()) {
      assertThat(openToOthers(data)).isEmpty();
      assertThat(node.resolver().resolve(COIL)).isInstanceOf(Resolution.Found.class);
    }
  }

  @Test
  void a_directory_made_beforehand_for_everyone_is_tightened_before_it_has_a_key()
      throws IOException {
    Files.createDirectory(data);
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));

    open().close();

    assertThat(openToOthers(data)).isEmpty();
  }

  @Test
  void an_audit_tightens_a_directory_too() throws IOException {
    fill();
    openUp(data);

    NodeAudit.compare(NodeConfig.in(data), Optional.empty(), statements -> {});

    assertThat(openToOthers(data)).isEmpty();
  }

  @Test
  void nothing_of_a_mirror_is_open_to_others() throws IOException {
    Path mirror = Files.createDirectory(home.resolve("mirror"));
    try (Node node = open()) {
      node.registrar().assign(Assignment.of(COIL).value(1, "n", "1"));
      Mirror.follow(
          NodeConfig.in(mirror),
          Optional.of(node.anchors()),
          new Shown(node),
          false,
          statements -> {});
    }
    assertThat(openToOthers(mirror)).isEmpty();
    openUp(mirror);

    Mirror.open(NodeConfig.in(mirror)).close();

    assertThat(openToOthers(mirror)).isEmpty();
  }

  @Test
  void the_anchor_can_still_be_given_away() throws IOException {
    open().close();

    assertThat(permissions(NodeDirectory.anchorFile(data)))
        .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
  }
}
