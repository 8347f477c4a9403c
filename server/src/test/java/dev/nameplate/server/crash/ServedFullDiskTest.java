package dev.nameplate.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nameplate.node.NodeAudit;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.server.cli.Run;
import dev.nameplate.server.cli.output.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An import fills the disk of a server. */
@Tag("crash")
@Timeout(300)
class ServedFullDiskTest {
  private static final int DISK_MEGABYTES = 640;
  private static final int RESERVE_MEGABYTES = 16;
  private static final int ROWS = 6_000;

  /** Large enough to fill what the engine has taken for its write-ahead log beforehand. */
  private static final String TEXT = "热轧卷".repeat(2_000);

  private static final int MIB = 1 << 20;

  @TempDir Path directory;
  private SmallDisk disk;
  private Path data;
  private ServerProcess server;

  @BeforeEach
  void serve() throws IOException {
    disk = SmallDisk.mount(directory.resolve("disk"), DISK_MEGABYTES);
    data = disk.root().resolve("node");
    Run.of("init", "--data", data, "--prefix", "88.118.8", "--no-passphrase").ok();
    server = ServerProcess.start(data, 0, "--reserve-mb", "" + RESERVE_MEGABYTES);
    Files.writeString(
        directory.resolve("mapping.json"),
        """
        {"tables": [{"file": "coils.csv", "prefix": "88.118.8", "suffix": "COIL-{no}",
                     "values": [{"index": 1, "column": "name", "type": "产品名称"}]}]}
        """);
    Files.writeString(
        directory.resolve("coils.csv"),
        IntStream.range(0, ROWS)
            .mapToObj(i -> i + "," + TEXT + i + "\n")
            .collect(Collectors.joining("", "no,name\n", "")));
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.kill();
    }
    if (disk != null) {
      disk.close();
    }
  }

  @Test
  void an_import_that_fills_the_disk_is_told_so_and_completed_once_there_is_room()
      throws IOException {
    disk.fillUpTo((RESERVE_MEGABYTES + 4L) * MIB);
    Run full = importRows();
    assertThat(full.exitCode()).isNotEqualTo(ExitCode.OK);
    String said = full.err().lines().reduce((first, second) -> second).orElse("");
    assertThat(said).contains("\"reason\":\"STORE_FULL\"", "disk full at ");
    List<JsonNode> receipts = full.jsonLines();
    assertThat(receipts).hasSizeBetween(1, ROWS - 1);

    for (JsonNode receipt : List.of(receipts.get(0), receipts.get(receipts.size() - 1))) {
      String identifier = receipt.get("identifier").asText();
      ask("resolve", identifier, "--anchor", data.resolve("anchor.txt").toString()).ok();
    }
    assertThat(ask("assign", "88.118.8/ONE-MORE").reason()).isEqualTo("STORE_FULL");

    disk.makeRoom();
    Run completed = importRows().ok();
    assertThat(completed.jsonLines()).hasSize(ROWS);
    long replayed =
        completed.jsonLines().stream().filter(each -> each.get("replayed").asBoolean()).count();
    assertThat(replayed).isGreaterThanOrEqualTo(receipts.size());
    System.out.printf(
        "disk full after %,d of %,d receipts; %,d of them given again once there was room%n",
        receipts.size(), ROWS, replayed);
    server.stop();
    assertThat(NodeAudit.compare(NodeConfig.in(data), Optional.empty(), done -> {}))
        .satisfies(report -> assertThat(report.statements()).isEqualTo(ROWS))
        .satisfies(report -> assertThat(report.findings()).isEmpty());
  }

  private Run importRows() {
    return ask(
        "import",
        directory.resolve("coils.csv").toString(),
        "--mapping",
        directory.resolve("mapping.json").toString());
  }

  private Run ask(String... command) {
    Object[] whole =
        Stream.concat(Arrays.stream(command), Stream.of("--node", server.address(), "--json"))
            .toArray();
    return Run.of(whole);
  }
}
