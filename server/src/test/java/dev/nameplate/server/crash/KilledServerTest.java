package dev.nameplate.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.ValueData;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.server.Main;
import dev.nameplate.server.cli.Terminal;
import dev.nameplate.trust.StatementVerifier;
import dev.nameplate.trust.TrustAnchors;
import dev.nameplate.trust.Verified;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a real server, again and again, in the middle of an import, and counts what is left. */
@Tag("crash")
class KilledServerTest {
  private static final int ROWS = 100_000;
  private static final int KILLS = 50;
  private static final int MOST_NEW_RECEIPTS_BEFORE_A_KILL = 1_500;
  private static final int MOST_MILLIS_AFTER = 20;

  @TempDir Path directory;

  private final Map<String, Long> positions = new HashMap<>();

  @Test
  void a_server_killed_fifty_times_during_an_import_keeps_every_receipt_and_doubles_none()
      throws Exception {
    long seed = Long.getLong("nameplate.seed", new Random().nextLong());
    System.out.println("seed " + seed + " (-Dnameplate.seed=… repeats the kills)");
    Random random = new Random(seed);
    Path rows = writeRows();
    Path data = directory.resolve("node");
    assertThat(run("init", "--data", data.toString(), "--prefix", "88.118.8", "--no-passphrase"))
        .isZero();

    int interrupted = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      ServerProcess server = ServerProcess.start(data);
      int after = 1 + random.nextInt(MOST_NEW_RECEIPTS_BEFORE_A_KILL);
      int millis = random.nextInt(MOST_MILLIS_AFTER);
      interrupted += importUntilKilled(rows, server, after, millis) == 0 ? 0 : 1;
    }
    int acknowledged = positions.size();
    ServerProcess server = ServerProcess.start(data);
    try {
      assertThat(importUntilKilled(rows, server, Integer.MAX_VALUE, 0))
          .as("the resumed import")
          .isZero();
    } finally {
      server.kill();
    }
    System.out.printf(
        "%d kills, %d of them in the middle of an import; %,d of %,d rows acknowledged before the last import%n",
        KILLS, interrupted, acknowledged, ROWS);
    assertThat(interrupted).isGreaterThan(KILLS * 9 / 10);
    assertThat(positions).hasSize(ROWS);
    checkNode(data);
  }

  /**
   * Imports while counting receipts, kills the server behind some, and returns how the import
   * ended.
   */
  private int importUntilKilled(Path rows, ServerProcess server, int newReceipts, int millis)
      throws IOException {
    PipedInputStream lines = new PipedInputStream(1 << 16);
    PrintStream out = new PrintStream(new PipedOutputStream(lines), false, StandardCharsets.UTF_8);
    CompletableFuture<Void> counted =
        CompletableFuture.runAsync(
            () -> countReceipts(lines, newReceipts, () -> killIn(server, millis)),
            task -> new Thread(task).start());
    int status =
        Main.commandLine()
            .run(
                List.of(
                    "import",
                    rows.toString(),
                    "--mapping",
                    directory.resolve("mapping.json").toString(),
                    "--node",
                    server.address(),
                    "--in-flight",
                    "512", // or the import would be over after a few kills
                    "--json"),
                terminal(out));
    out.close();
    counted.join();
    if (newReceipts != Integer.MAX_VALUE) {
      server.kill();
    }
    return status;
  }

  private static void killIn(ServerProcess server, int millis) {
    Executor later = CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
    later.execute(server::kill);
  }

  private void countReceipts(PipedInputStream lines, int newReceipts, Runnable reached) {
    ObjectMapper json = new ObjectMapper();
    int fresh = 0;
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(lines, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        JsonNode receipt = json.readTree(line);
        if (!receipt.has("position")) {
          continue;
        }
        long position = receipt.get("position").asLong();
        Long before = positions.putIfAbsent(receipt.get("identifier").asText(), position);
        assertThat(before == null || before == position).as("one place for %s", line).isTrue();
        if (!receipt.get("replayed").asBoolean() && ++fresh == newReceipts) {
          reached.run();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void checkNode(Path data) {
    try (Node node = Node.open(NodeConfig.in(data))) {
      assertThat(node.head().statements()).isEqualTo(ROWS);
      StatementVerifier verifier =
          new StatementVerifier(
              TrustAnchors.parse(node.anchor().toString(), "anchor"), Clock.systemUTC());
      positions.forEach(
          (text, position) -> {
            Identifier identifier = Identifier.parse(text);
            Resolution.Found found = (Resolution.Found) node.resolver().resolve(identifier);
            Verified<?> verified = verifier.verify(found.verified().statement(), identifier);
            assertThat(verified.position()).isEqualTo(position);
            assertThat(found.record().version()).isEqualTo(1);
            assertThat(found.record().value(1).orElseThrow().data())
                .isEqualTo(
                    ValueData.text(
                        "热轧卷 " + identifier.suffix().toString().substring("COIL-".length())));
          });
    }
  }

  private Path writeRows() throws IOException {
    Files.writeString(
        directory.resolve("mapping.json"),
        """
        {"tables": [{"file": "coils.csv", "prefix": "88.118.8", "suffix": "COIL-{no}",
                     "values": [{"index": 1, "column": "name", "type": "产品名称"}]}]}
        """);
    Path rows = directory.resolve("coils.csv");
    List<String> lines = IntStream.range(0, ROWS).mapToObj(i -> i + ",热轧卷 " + i).toList();
    Files.writeString(rows, "no,name\n");
    Files.write(rows, lines, StandardOpenOption.APPEND);
    return rows;
  }

  private static int run(String... arguments) {
    return Main.commandLine().run(List.of(arguments), terminal(System.out));
  }

  private static Terminal terminal(PrintStream out) {
    return new Terminal(System.in, out, System.err, Map.of(), false, Optional.empty());
  }
}
