package dev.nameplate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands write may hold restricted values: it is for its owner alone. */
final class PrivateOutputTest {
  private static final String COIL = "88.118.8/COIL-1";

  @TempDir private Path directory;
  private Path data;
  private Path file;

  @BeforeEach
  void fill_a_node() throws IOException {
    assumeTrue(
        Files.getFileStore(directory).supportsFileAttributeView("posix"),
        "the file system has no POSIX permissions");
    data = directory.resolve("node");
    file = directory.resolve("written");
    Run.of("init", "--data", data, "--prefix", "88.118.8", "--no-passphrase").ok();
    Run.of("assign", COIL, "--value", "1:price=4711", "--restricted", "1", "--data", data).ok();
    Run.of("capture", "create", "--item", COIL, "--data", data).ok();
  }

  private void write(String how) {
    switch (how) {
      case "export" -> Run.of("export", "88.118.8", "--out", file, "--data", data).ok();
      case "resolve --save" -> Run.of("resolve", COIL, "--save", file, "--data", data).ok();
      case "trace --save" -> Run.of("trace", "up", COIL, "--save", file, "--data", data).ok();
      default -> throw new IllegalArgumentException(how);
    }
  }

  private void requirePrivate() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"export", "resolve --save", "trace --save"})
  void a_new_file_and_one_written_over_are_private(String how) throws IOException {
    write(how);
    requirePrivate();

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    write(how);

    requirePrivate();
  }

  @Test
  void receipts_are_private() throws IOException {
    Path rows =
        Files.write(
            directory.resolve("rows.jsonl"),
            List.of("{\"identifier\":\"88.118.8/COIL-2\",\"values\":[]}"));
    Files.createFile(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    Run.of("import", rows, "--receipts", file, "--data", data).ok();

    requirePrivate();
    assertThat(file).content().contains("88.118.8/COIL-2");
  }

  @Test
  void receipts_of_events_are_private() throws IOException {
    Run.of(
            "export",
            "88.118.8",
            "--format",
            "epcis",
            "--out",
            directory.resolve("events.jsonld"),
            "--data",
            data)
        .ok();

    Run.of("import", directory.resolve("events.jsonld"), "--receipts", file, "--data", data).ok();

    requirePrivate();
  }
}
