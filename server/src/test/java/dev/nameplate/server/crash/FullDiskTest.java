package dev.nameplate.server.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.assign.Assignment;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.Receipt;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.key.SignatureSuite;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fills the disk under an open node, and makes room again. */
@Tag("crash")
@Timeout(300)
class FullDiskTest {
  private static final int DISK_MEGABYTES = 640;
  private static final int MIB = 1 << 20;

  @TempDir Path directory;
  private SmallDisk disk;

  @BeforeEach
  void mount() throws IOException {
    disk = SmallDisk.mount(directory.resolve("disk"), DISK_MEGABYTES);
  }

  @AfterEach
  void unmount() {
    if (disk != null) {
      disk.close();
    }
  }

  @Test
  void below_the_reserve_writes_are_refused_and_change_nothing_while_reads_go_on()
      throws IOException {
    try (Node node = open(16 * MIB)) {
      Receipt before = node.registrar().assign(Assignment.of("88.118.8/A").value(1, "NO", "1"));
      disk.fillUpTo(8 * MIB);
      assertThatThrownBy(() -> assignUntilRefused(node))
          .isInstanceOfSatisfying(
              NodeException.class, e -> assertThat(e.reason()).isEqualTo(ErrorReason.STORE_FULL))
          .hasMessageContaining("MiB of the disk are free (expected: at least 16 MiB)");
      assertThat(found(node, before)).isEqualTo(before.position());
      long statements = node.head().statements();
      assertThatThrownBy(() -> node.registrar().assign(Assignment.of("88.118.8/B")))
          .isInstanceOf(NodeException.class);
      assertThat(node.head().statements()).isEqualTo(statements);

      disk.makeRoom();
      Receipt after = assignWhenThereIsRoom(node, "88.118.8/B");
      assertThat(after.position()).isEqualTo(statements);
      assertThat(node.head().epoch()).as("nothing was opened again").isEqualTo(1);
    }
  }

  @Test
  void a_disk_that_is_full_in_mid_commit_lets_writes_go_on_once_there_is_room() throws Exception {
    Random random = new Random(7);
    List<Receipt> receipts = new ArrayList<>();
    try (Node node = open(0)) {
      for (int round = 0; round < 3; round++) {
        receipts.add(assignWhenThereIsRoom(node, "88.118.8/ROUND-" + round));
        disk.fillUpTo(random.nextInt(MIB));
        long epoch = node.head().epoch();
        List<CompletableFuture<Receipt>> pending = assignUntilInDoubt(node, round, random);
        receipts.forEach(receipt -> assertThat(found(node, receipt)).isEqualTo(receipt.position()));
        disk.makeRoom();
        for (CompletableFuture<Receipt> write : pending) {
          settled(write).ifPresent(receipts::add);
        }
        receipts.add(assignWhenThereIsRoom(node, "88.118.8/AFTER-" + round));
        assertThat(node.head().epoch()).isGreaterThan(epoch);
      }
      assertThat(node.head().statements()).isEqualTo(receipts.size());
      assertThat(receipts.stream().map(Receipt::position).distinct()).hasSize(receipts.size());
    }
    try (Node node = open(0)) {
      StatementVerifier verifier = new StatementVerifier(node.anchors(), Clock.systemUTC());
      for (Receipt receipt : receipts) {
        Resolution.Found found = (Resolution.Found) node.resolver().resolve(receipt.identifier());
        assertThat(verifier.verify(found.verified().statement(), receipt.identifier()).position())
            .isEqualTo(receipt.position());
      }
    }
    System.out.printf("disk filled 3 times in mid-commit: %d receipts hold%n", receipts.size());
  }

  @Test
  void a_listing_goes_on_where_it_was_when_the_store_is_opened_again_under_it() throws Exception {
    try (Node node = open(0)) {
      for (int i = 100; i < 200; i++) {
        node.registrar().assign(Assignment.of("88.118.8/A-" + i).value(1, "NO", "" + i));
      }
      List<Identifier> listed = new ArrayList<>();
      try (var records = node.statements().scan(Prefix.parse("88.118.8"), "")) {
        for (int i = 0; i < 50; i++) {
          listed.add(records.next().value().identifier());
        }
        disk.fillUpTo(0);
        List<CompletableFuture<Receipt>> pending = assignUntilInDoubt(node, 0, new Random(8));
        disk.makeRoom();
        pending.forEach(FullDiskTest::settled);
        assignWhenThereIsRoom(node, "88.118.8/Z");
        assertThat(node.head().epoch()).isGreaterThan(1);
        records.forEachRemaining(entry -> listed.add(entry.value().identifier()));
      }
      assertThat(listed).hasSize(100).doesNotHaveDuplicates();
    }
  }

  private Node open(long reserve) {
    return Node.open(
        NodeConfig.in(disk.root().resolve("node"))
            .authorityFor("88.118.8")
            .withSuite(SignatureSuite.ED25519_SHA256)
            .withReserveBytes(reserve));
  }

  private static void assignUntilRefused(Node node) {
    for (int i = 0; true; i++) {
      node.registrar().assign(Assignment.of("88.118.8/FILL-" + i));
    }
  }

  /** Writes of 50 KiB, until the log refuses others because the fate of some is unknown. */
  private static List<CompletableFuture<Receipt>> assignUntilInDoubt(
      Node node, int round, Random random) throws InterruptedException {
    List<CompletableFuture<Receipt>> writes = new ArrayList<>();
    byte[] bytes = new byte[25_000];
    for (int i = 1; true; i++) {
      random.nextBytes(bytes);
      String text = HexFormat.of().formatHex(bytes);
      writes.add(
          node.registrar()
              .assignAsync(
                  Assignment.of("88.118.8/FILL-" + round + "-" + writes.size())
                      .value(1, "TEXT", text)));
      if (i % 20 == 0 && isFull(node, round, writes)) {
        return writes;
      }
    }
  }

  /**
   * Whether writes are refused. One that is itself in doubt is not answered for long, so that
   * another is sent after it.
   */
  private static boolean isFull(Node node, int round, List<CompletableFuture<Receipt>> writes)
      throws InterruptedException {
    CompletableFuture<Receipt> last = writes.get(writes.size() - 1);
    while (true) {
      String name = "88.118.8/PROBE-" + round + "-" + writes.size();
      CompletableFuture<Receipt> probe = node.registrar().assignAsync(Assignment.of(name));
      writes.add(probe);
      try {
        CompletableFuture.anyOf(last, probe).get(200, TimeUnit.MILLISECONDS);
        return false;
      } catch (ExecutionException e) {
        assertThat(e.getCause())
            .isInstanceOfSatisfying(
                NodeException.class,
                full -> assertThat(full.reason()).isEqualTo(ErrorReason.STORE_FULL));
        return true;
      } catch (TimeoutException e) {
        // Both are in doubt.
      }
    }
  }

  private static Optional<Receipt> settled(CompletableFuture<Receipt> write) {
    try {
      return Optional.of(write.join());
    } catch (CompletionException e) {
      assertThat(e.getCause())
          .isInstanceOfSatisfying(
              NodeException.class,
              full -> assertThat(full.reason()).isEqualTo(ErrorReason.STORE_FULL))
          .hasMessageContaining("nothing changed");
      return Optional.empty();
    }
  }

  private static Receipt assignWhenThereIsRoom(Node node, String identifier) {
    while (true) {
      try {
        return node.registrar().assign(Assignment.of(identifier).value(1, "NO", "1"));
      } catch (NodeException e) {
        assertThat(e.reason()).isEqualTo(ErrorReason.STORE_FULL);
        Thread.onSpinWait();
      }
    }
  }

  private static long found(Node node, Receipt receipt) {
    Resolution.Found found = (Resolution.Found) node.resolver().resolve(receipt.identifier());
    return found.verified().position();
  }
}
