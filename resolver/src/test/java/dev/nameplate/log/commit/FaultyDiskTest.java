package dev.nameplate.log.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeAudit;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.trust.chain.StatementVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * System calls fail under a node: each way it writes to the disk. No receipt is lost, and nothing
 * but what was written is ever read. Reads and openings are left out: the virtual machine and
 * libfiu itself make the same calls, and die or stand still when they fail.
 */
@Tag("crash")
@Timeout(
    value = 120,
    threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a reader of a pipe cannot be interrupted
class FaultyDiskTest {
  private static final String EIO = ",failinfo=5";
  private static final String ENOSPC = ",failinfo=28";
  private static final String ONCE = ",onetime";
  private static final String WRITE = "posix/io/rw/write";
  private static final String FSYNC = "posix/io/sync/fsync";
  private static final String FDATASYNC = "posix/io/sync/fdatasync";
  private static final int ROUNDS = 8;
  private static final int MOST_TRIES = 50;

  @TempDir Path directory;

  private final List<String> receipts = new ArrayList<>();
  private int refused;
  private FaultyDisk disk;

  @BeforeEach
  void start() throws IOException {
    disk = FaultyDisk.under(directory);
  }

  @AfterEach
  void end() {
    if (disk != null) {
      disk.close();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "fsync that failed,             posix/io/sync/fdatasync, 5,  store: fsync failed, Input/output error",
    "fsync that found no room,      posix/io/sync/fdatasync, 28, store: fsync failed, No space left on device",
    "write that failed,             posix/io/rw/write,       5,  store: cannot be, Input/output error",
    "write that was not permitted,  posix/io/rw/write,       1,  store: cannot be, Operation not permitted",
  })
  void after_a_call_that_failed_once_nothing_is_written_until_the_node_is_opened_again(
      String what, String call, int error, String start, String cause) throws Exception {
    openAndAssign(5);
    disk.fail(call, ",failinfo=" + error + ONCE);
    assertThat(assign(4))
        .as(what)
        .hasSize(4)
        .allSatisfy(
            line -> assertThat(line).startsWith("failed STORE_FAILED " + start).contains(cause));
    assertReadable();
    disk.ask("close");
    assertThat(disk.ask("open")).containsExactly("opened 2");
    assertThat(assign(5)).noneMatch(FaultyDiskTest::isRefusal);
    checkNode(1);
  }

  @Test
  void a_write_that_found_no_room_is_settled_and_writes_go_on() throws Exception {
    openAndAssign(5);
    disk.fail(WRITE, ENOSPC + ONCE);
    List<String> outcomes = assign(4);
    assertThat(outcomes.get(0))
        .startsWith("failed STORE_FULL store: the disk is full;")
        .contains("nothing changed");
    assertThat(outcomes.subList(1, 4)).noneMatch(FaultyDiskTest::isRefusal);
    assertReadable();
    checkNode(0);
  }

  @Test
  void short_writes_are_completed() throws Exception {
    disk.ask("keep");
    openAndAssign(5);
    long before = disk.calls("syscw");
    assertThat(assign(20)).noneMatch(FaultyDiskTest::isRefusal);
    long whole = disk.calls("syscw") - before;
    disk.fail(WRITE + "/reduce", "");
    assertThat(assign(20)).noneMatch(FaultyDiskTest::isRefusal);
    assertThat(disk.calls("syscw") - before - whole).as("calls to write").isGreaterThan(2 * whole);
    disk.ask("close");
    assertThat(disk.ask("open")).containsExactly("opened 2");
    assertReadable();
    checkNode(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {FSYNC, FDATASYNC})
  void a_call_that_failed_while_the_node_was_opened_is_told_and_the_next_opening_is_whole(
      String call) throws Exception {
    openAndAssign(5);
    disk.ask("close");
    disk.fail(call, EIO + ONCE);
    assertThat(disk.ask("open").get(0))
        .startsWith("failed STORE_FAILED directory")
        .contains(directory.toString(), "Input/output error");
    assertThat(disk.ask("open")).containsExactly("opened 2");
    assertReadable();
    checkNode(0);
  }

  @Test
  void what_cannot_be_written_out_at_the_end_is_replayed_at_the_next_opening() throws Exception {
    openAndAssign(5);
    disk.fail(FSYNC, EIO);
    disk.ask("close");
    disk.heal(FSYNC);
    assertThat(disk.ask("open")).containsExactly("opened 2");
    assertReadable();
    checkNode(0);
  }

  /** libfiu cannot be given a seed: what is printed is how often what failed. */
  @Test
  void calls_that_fail_now_and_then_lose_no_receipt() throws Exception {
    Map<String, Integer> outcomes = new TreeMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      assertThat(disk.ask("open").get(0)).startsWith("opened");
      assertThat(assign(3)).noneMatch(FaultyDiskTest::isRefusal);
      disk.ask("close");
      for (String call : List.of(WRITE, FSYNC, FDATASYNC)) {
        disk.failNowAndThen(call, ",probability=0.03" + EIO);
      }
      List<String> opened = disk.ask("open");
      for (int tries = 1; isRefusal(opened.get(0)) && tries < MOST_TRIES; tries++) {
        count(outcomes, opened);
        opened = disk.ask("open");
      }
      assertThat(opened.get(0)).startsWith("opened");
      count(outcomes, assign(40));
      checkNode(refused);
      disk = FaultyDisk.under(directory);
    }
    System.out.printf(
        "%d rounds on a disk that fails now and then: %d receipts hold; refusals:%n",
        ROUNDS, receipts.size());
    outcomes.forEach((what, count) -> System.out.printf("  %4d %s%n", count, what));
    assertThat(receipts).isNotEmpty();
    assertThat(outcomes).isNotEmpty();
  }

  private static void count(Map<String, Integer> outcomes, List<String> lines) {
    lines.stream()
        .filter(FaultyDiskTest::isRefusal)
        .map(line -> line.replaceAll(" directory[^:]*:", "").replaceAll(";.*", ""))
        .forEach(line -> outcomes.merge(line.substring("failed ".length()), 1, Integer::sum));
  }

  private void openAndAssign(int count) throws IOException {
    assertThat(disk.ask("open")).containsExactly("opened 1");
    assertThat(assign(count)).noneMatch(FaultyDiskTest::isRefusal);
  }

  /** Assigns so many new identifiers, one after the other, and keeps the receipts. */
  private List<String> assign(int count) throws IOException {
    List<String> outcomes = disk.ask("assign " + count);
    assertThat(outcomes).hasSize(count);
    outcomes.stream().filter(line -> line.startsWith("receipt ")).forEach(receipts::add);
    refused += (int) outcomes.stream().filter(FaultyDiskTest::isRefusal).count();
    return outcomes;
  }

  private static boolean isRefusal(String line) {
    return line.startsWith("failed ");
  }

  private void assertReadable() throws IOException {
    for (String receipt : receipts) {
      String[] words = receipt.split(" ", -1);
      assertThat(disk.ask("resolve " + words[1])).containsExactly("found " + words[2]);
    }
  }

  /** Opens the node here, where nothing fails; at most so many writes are there without receipt. */
  private void checkNode(int most) {
    disk.close();
    NodeConfig config = NodeConfig.in(directory.resolve("node"));
    try (Node node = Node.open(config)) {
      StatementVerifier verifier = new StatementVerifier(node.anchors(), Clock.systemUTC());
      for (String receipt : receipts) {
        String[] words = receipt.split(" ", -1);
        Identifier identifier = Identifier.parse(words[1]);
        Resolution.Found found = (Resolution.Found) node.resolver().resolve(identifier);
        assertThat(verifier.verify(found.verified().statement(), identifier).position())
            .isEqualTo(Long.parseLong(words[2]));
      }
      assertThat(node.head().statements() - receipts.size()).isBetween(0L, (long) most);
    }
    assertThat(NodeAudit.compare(config, Optional.empty(), done -> {}).findings()).isEmpty();
  }
}
