package dev.nameplate.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.server.cli.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TemporaryFilesTest {
  @TempDir private Path directory;

  @Test
  void a_killed_server_leaves_nothing_in_the_temporary_directory() throws Exception {
    Path data = directory.resolve("node");
    Path temporary = Files.createDirectory(directory.resolve("tmp"));
    Run.of("init", "--data", data, "--prefix", "88.118.8", "--no-passphrase").ok();

    ServerProcess server =
        ServerProcess.start(
            data, List.of("-Djava.io.tmpdir=" + temporary), directory.resolve("errors"));
    Run.of("assign", "88.118.8/COIL-1", "--value", "1:n=1", "--node", server.address()).ok();
    server.kill();

    assertThat(temporary).isEmptyDirectory();
  }
}
