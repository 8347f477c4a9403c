package dev.nameplate.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.server.cli.Run;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.trust.chain.Checkpoint;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.note.SignedNote;
import dev.nameplate.v1.Receipt;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Backs up a real server while it is written to, kills it, restores the backup, and makes a mirror
 * the node. Checks every receipt.
 */
@Tag("crash")
class BackedUpServerTest {
  private static final int ROUNDS = 5;
  private static final int RECEIPTS_BETWEEN = 300;
  private static final int ENOUGH = 1_000_000;

  @TempDir Path directory;

  private final long seed = Long.getLong("nameplate.seed", new Random().nextLong());
  private final Acknowledged acknowledged = new Acknowledged();
  private final MintingLoad load = new MintingLoad(acknowledged, new Random(seed));

  @Test
  void every_receipt_before_a_backup_is_in_it_and_all_are_in_a_mirror_that_becomes_the_node()
      throws Exception {
    Path data = directory.resolve("node");
    Path backups = directory.resolve("backups");
    Path mirror = directory.resolve("mirror");
    Run.of("init", "--data", data, "--prefix", KilledServerTest.PREFIX, "--no-passphrase").ok();
    Object template = "1:METADATA_TEMPLATE=" + MintingLoad.TEMPLATE_JSON;
    Run.of("assign", MintingLoad.TEMPLATE, "--json-value", template, "--data", data).ok();

    for (int round = 1; round <= ROUNDS; round++) {
      ServerProcess server = ServerProcess.start(data);
      CompletableFuture<Boolean> loading = begin(server);
      awaitMore();
      List<Receipt> before = List.copyOf(acknowledged.receipts().values());
      long batches =
          Run.of("backup", "--data", data, "--to", backups, "--json")
              .ok()
              .json()
              .path("batches")
              .asLong();
      do {
        awaitMore(); // the backup is older than what was acknowledged since
      } while (checkpointed() <= batches); // and than the checkpoint that the node keeps
      server.kill();
      assertThat(loading.join()).isFalse();

      Path restored = directory.resolve("restored-" + round);
      Run.of("restore", "--backup", backups, "--data", restored)
          .failedWithOutput(ExitCode.NO, "Read-only");
      try (Node node = Node.open(NodeConfig.in(restored))) {
        assertThat(node.readOnly()).isPresent();
        check(node, before);
      }
      System.out.printf(
          "round %d: killed after %,d receipts; all %,d from before the backup are in it%n",
          round, acknowledged.count(), before.size());
    }

    ServerProcess last = ServerProcess.start(data);
    settle(last);
    Run.of(
            "log",
            "follow",
            "--once",
            "--node",
            last.address(),
            "--data",
            mirror,
            "--anchor",
            data.resolve("anchor.txt"))
        .ok();
    last.kill();
    Path keys = directory.resolve("keys");
    Files.move(data.resolve("keys"), keys);
    Run.of("log", "promote", "--data", mirror, "--keys", keys, "--accept-loss").ok();
    try (Node node = Node.open(NodeConfig.in(mirror))) {
      assertThat(node.readOnly()).isEmpty();
      check(node, acknowledged.receipts().values());
    }
    System.out.printf("promoted: all %,d receipts are there%n", acknowledged.count());
    assertThat(acknowledged.contradictions()).isEmpty();
  }

  /** Number of batches that the newest kept checkpoint covers. */
  private long checkpointed() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      Path kept =
          files.filter(file -> file.toString().endsWith(".checkpoint")).findFirst().orElseThrow();
      return Checkpoint.parse(SignedNote.parse(Files.readString(kept)).text()).size();
    }
  }

  private CompletableFuture<Boolean> begin(ServerProcess server) {
    return CompletableFuture.supplyAsync(
        () -> run(server, ENOUGH), task -> new Thread(task).start());
  }

  private void settle(ServerProcess server) {
    assertThat(run(server, 0)).isTrue();
  }

  private boolean run(ServerProcess server, int more) {
    ManagedChannel channel = NettyChannelBuilder.forTarget(server.address()).usePlaintext().build();
    try {
      return load.run(channel, server.address(), more);
    } catch (Exception e) {
      throw new AssertionError(e);
    } finally {
      channel.shutdownNow();
    }
  }

  private void awaitMore() {
    CompletableFuture<Void> more = new CompletableFuture<>();
    acknowledged.after(RECEIPTS_BETWEEN, () -> more.complete(null));
    more.join();
  }

  private static void check(Node node, Collection<Receipt> receipts) {
    StatementVerifier verifier = new StatementVerifier(node.anchors(), Clock.systemUTC());
    for (Receipt receipt : receipts) {
      Identifier identifier = Identifier.parse(receipt.getIdentifier());
      Resolution.Found found = (Resolution.Found) node.resolver().resolve(identifier);
      assertThat(verifier.verify(found.verified().statement(), identifier).position())
          .isEqualTo(receipt.getPosition());
    }
  }
}
