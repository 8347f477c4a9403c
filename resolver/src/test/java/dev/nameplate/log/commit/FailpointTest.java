package dev.nameplate.log.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.ValueData;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.store.Failpoint;
import dev.nameplate.store.Failpoints;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.Delegation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ends a writing process at every failpoint, and looks at what it left behind. */
@Tag("crash")
class FailpointTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Failpoint.class)
  void a_crash_at_any_point_of_a_write_loses_no_receipt_and_leaves_nothing_half_done(
      Failpoint point) throws Exception {
    Ended ended = write(0, point + ":crash@17");
    assertThat(ended.status()).isEqualTo(Failpoints.CRASH_STATUS);
    assertThat(ended.errors()).contains("failpoint " + point + ", hit 17");
    assertThat(ended.receipts()).isNotEmpty();
    long statements = checkNode(ended.receipts());
    assertThat(statements - ended.receipts().size())
        .as("statements beyond the receipts: at most the write in progress")
        .isBetween(0L, 1L);

    Ended resumed = write(1000, "count");
    assertThat(resumed.status()).isZero();
    checkNode(resumed.receipts());
  }

  @ParameterizedTest
  @EnumSource(
      value = Failpoint.class,
      names = {"BEFORE_STAGE", "BEFORE_WRITE", "AFTER_WRITE", "BEFORE_FSYNC", "AFTER_FSYNC"})
  void a_medium_that_fails_stops_the_log_and_keeps_every_receipt(Failpoint point) throws Exception {
    Ended ended = write(0, point + ":error@17");
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.errors()).contains("simulated failure");
    long statements = checkNode(ended.receipts());
    assertThat(statements - ended.receipts().size()).isBetween(0L, 1L);
  }

  @Test
  void without_failpoints_every_write_is_acknowledged() throws Exception {
    Ended ended = write(0, "count");
    assertThat(ended.status()).isZero();
    assertThat(ended.receipts())
        .hasSize(
            CrashingWriter.WRITES + CrashingWriter.WRITES / 3 + 2 * (CrashingWriter.WRITES / 4));
    assertThat(Arrays.stream(Failpoint.values()).filter(point -> hits(ended, point) == 0))
        .isEmpty();
  }

  /**
   * How a writer ended.
   *
   * @param status exit status
   * @param lines what it printed
   * @param errors what it printed to standard error
   */
  private record Ended(int status, List<String> lines, String errors) {
    List<String[]> receipts() {
      return lines.stream()
          .filter(line -> line.startsWith("receipt "))
          .map(line -> line.split(" "))
          .toList();
    }
  }

  private Ended write(int first, String failpoint) throws IOException, InterruptedException {
    Path errors = directory.resolve("errors.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-D" + Failpoints.PROPERTY + "=" + failpoint,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CrashingWriter.class.getName(),
                directory.resolve("node").toString(),
                Integer.toString(first))
            .redirectError(errors.toFile())
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output.lines().toList(), Files.readString(errors));
  }

  /**
   * Opens the node, checks every receipt and the whole log, and says how many statements there are.
   */
  private long checkNode(List<String[]> receipts) {
    try (Node node = Node.open(NodeConfig.in(directory.resolve("node")))) {
      StatementVerifier verifier =
          new StatementVerifier(
              TrustAnchors.parse(node.anchor().toString(), "anchor"), Clock.systemUTC());
      for (String[] receipt : receipts) {
        Identifier identifier = Identifier.parse(receipt[1]);
        long version = Long.parseLong(receipt[2]);
        if (identifier.prefix().equals(Prefix.parse("0.NA"))) {
          checkDelegation(node, receipt);
          continue;
        }
        Resolution.Found found =
            (Resolution.Found)
                node.resolver().resolve(new Question(identifier, new AsOf.Version(version)));
        assertThat(verifier.verify(found.verified().statement(), identifier).position())
            .isEqualTo(Long.parseLong(receipt[3]));
        String number = identifier.suffix().toString().substring(2);
        assertThat(found.record().value(1).orElseThrow().data())
            .isEqualTo(ValueData.text(version == 1 ? number : number + " again"));
      }
      long position = 0;
      try (StatementReader.Cursor log = node.statements().fromPosition(0)) {
        while (log.hasNext()) {
          Verified<?> statement = verifier.verifyLogged(log.next().statement());
          assertThat(statement.position()).isEqualTo(position++);
        }
      }
      assertThat(node.head().statements()).isEqualTo(position);
      return position;
    }
  }

  private static void checkDelegation(Node node, String[] receipt) {
    Prefix prefix = Prefix.parse(receipt[1].substring("0.NA/".length()));
    long version = Long.parseLong(receipt[2]);
    Verified<Delegation> found = node.delegations().version(prefix, version).orElseThrow();
    assertThat(found.position()).isEqualTo(Long.parseLong(receipt[3]));
    assertThat(found.value().state())
        .isEqualTo(version == 1 ? Delegation.State.ACTIVE : Delegation.State.SUSPENDED);
  }

  private static long hits(Ended ended, Failpoint point) {
    return ended.lines().stream()
        .filter(line -> line.startsWith("hits " + point + " "))
        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElse(0);
  }
}
