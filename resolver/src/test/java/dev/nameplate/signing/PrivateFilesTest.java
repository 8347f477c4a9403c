package dev.nameplate.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrivateFilesTest {
  @TempDir private Path home;

  @BeforeEach
  void require_permissions() throws IOException {
    assumeTrue(
        Files.getFileStore(home).supportsFileAttributeView("posix"),
        "the file system has no POSIX permissions");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static Path withMode(Path path, String mode) throws IOException {
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private Path open(String name) throws IOException {
    return withMode(Files.createDirectory(home.resolve(name)), "rwxrwxrwx");
  }

  @Test
  void a_new_directory_is_private_and_its_parents_are_as_usual() throws IOException {
    Path usual = Files.createDirectory(home.resolve("usual"));

    Path made = PrivateFiles.createDirectory(home.resolve("a/b/node"));

    assertThat(mode(made)).isEqualTo("rwx------");
    assertThat(mode(home.resolve("a/b"))).isEqualTo(mode(usual));
  }

  @Test
  void an_empty_directory_made_for_everyone_becomes_private() throws IOException {
    Path directory = open("node");

    PrivateFiles.createDirectory(directory);

    assertThat(mode(directory)).isEqualTo("rwx------");
  }

  @Test
  void everything_in_a_directory_is_tightened_except_what_is_public() throws IOException {
    Path directory = open("node");
    Path inner = withMode(Files.createDirectory(directory.resolve("store")), "rwxr-xr-x");
    Path rows = withMode(Files.createFile(inner.resolve("000009.sst")), "rw-r--r--");
    Path key = withMode(Files.createFile(directory.resolve("authority.pem")), "rw-rw-r--");
    Path anchor = withMode(Files.createFile(directory.resolve("anchor.txt")), "rw-r--r--");
    Path given = withMode(Files.createFile(directory.resolve("next.pub.pem")), "rw-r--r--");

    PrivateFiles.tighten(directory);

    assertThat(mode(directory)).isEqualTo("rwx------");
    assertThat(mode(inner)).isEqualTo("rwx------");
    assertThat(mode(rows)).isEqualTo("rw-------");
    assertThat(mode(key)).isEqualTo("rw-------");
    assertThat(mode(anchor)).isEqualTo("rw-r--r--");
    assertThat(mode(given)).isEqualTo("rw-r--r--");
  }

  @Test
  void what_the_system_keeps_in_the_root_of_a_disk_is_left_alone() throws IOException {
    Path disk = open("disk");
    Path system = withMode(Files.createDirectory(disk.resolve("lost+found")), "---rwx---");

    PrivateFiles.tighten(disk);

    assertThat(mode(disk)).isEqualTo("rwx------");
    assertThat(mode(system)).isEqualTo("---rwx---");
  }

  @Test
  void a_stricter_mode_is_left_as_it_is() throws IOException {
    Path directory = open("node");
    Path file = withMode(Files.createFile(directory.resolve("key")), "r--------");

    PrivateFiles.tighten(directory);

    assertThat(mode(file)).isEqualTo("r--------");
  }

  @Test
  void a_link_to_the_directory_is_followed_and_links_in_it_are_not() throws IOException {
    Path directory = open("disk");
    Path elsewhere = open("elsewhere");
    Path foreign = withMode(Files.createFile(elsewhere.resolve("file")), "rw-r--r--");
    Files.createSymbolicLink(directory.resolve("planted"), elsewhere);
    Files.createSymbolicLink(directory.resolve("planted-file"), foreign);
    Path link = Files.createSymbolicLink(home.resolve("node"), directory);

    PrivateFiles.tighten(link);

    assertThat(mode(directory)).isEqualTo("rwx------");
    assertThat(mode(elsewhere)).isEqualTo("rwxrwxrwx");
    assertThat(mode(foreign)).isEqualTo("rw-r--r--");
  }

  @Test
  void a_directory_whose_mode_cannot_be_changed_is_refused() {
    Path system = Path.of("/proc/self"); // nobody may change a mode there, root included
    assumeTrue(Files.isDirectory(system), "there is no /proc");

    assertThatThrownBy(() -> PrivateFiles.tighten(system))
        .isInstanceOfSatisfying(
            NodeException.class, e -> assertThat(e.reason()).isEqualTo(ErrorReason.STORE_FAILED))
        .hasMessageContaining("directory: \"/proc/self\" is open to other users")
        .hasMessageContaining("(expected: a directory of the user who runs this, mode 0700");
  }

  @Test
  void a_file_is_private_when_it_is_new_when_it_is_replaced_and_when_it_grows() throws IOException {
    Path fresh = home.resolve("fresh");
    Path replaced =
        withMode(Files.writeString(home.resolve("replaced"), "a longer text"), "rw-r--r--");
    Path grown = withMode(Files.writeString(home.resolve("grown"), "one "), "rw-r--r--");

    write(PrivateFiles.writer(fresh));
    write(PrivateFiles.writer(replaced));
    write(PrivateFiles.appender(grown));

    assertThat(mode(fresh)).isEqualTo("rw-------");
    assertThat(mode(replaced)).isEqualTo("rw-------");
    assertThat(mode(grown)).isEqualTo("rw-------");
    assertThat(replaced).hasContent("two");
    assertThat(grown).hasContent("one two");
  }

  @Test
  void a_device_is_written_to_and_keeps_its_mode() throws IOException {
    Path device = Path.of("/dev/null");
    assumeTrue(Files.exists(device), "there is no /dev/null");
    String before = mode(device);

    write(PrivateFiles.writer(device));

    assertThat(mode(device)).isEqualTo(before);
  }

  @Test
  void a_file_system_without_permissions_is_left_as_it_is() throws IOException {
    try (FileSystem archive =
        FileSystems.newFileSystem(home.resolve("archive.zip"), Map.of("create", "true"))) {
      Path directory = PrivateFiles.createDirectory(archive.getPath("/a/node"));
      write(PrivateFiles.writer(directory.resolve("file")));

      PrivateFiles.tighten(directory);

      assertThat(Files.readString(directory.resolve("file"))).isEqualTo("two");
    }
  }

  private static void write(Writer writer) throws IOException {
    try (writer) {
      writer.write("two");
    }
  }
}
