package dev.nameplate.server.crash;

import static dev.nameplate.server.crash.Nodes.COUNTY;
import static dev.nameplate.server.crash.Nodes.MILL;
import static dev.nameplate.server.crash.Nodes.NATIONAL;
import static dev.nameplate.server.crash.Nodes.PANEL_MAKER;
import static dev.nameplate.server.crash.Nodes.RECURSIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.server.cli.Run;
import dev.nameplate.server.cli.output.Failure;
import dev.nameplate.server.crash.Buyer.Answer;
import dev.nameplate.trust.Rule;
import dev.nameplate.upstream.NodeClient;
import dev.nameplate.upstream.UpstreamException;
import dev.nameplate.v1.Source;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

/**
 * The life of a hierarchy in six processes: a national node, a county's, two companies', a
 * recursive one, and this one, which administers them by commands and asks as a buyer who believes
 * the national key alone.
 */
@Tag("crash")
class SixProcessesTest {
  private static final String COIL = MILL + "/COIL-1";
  private static final String NEVER_ASKED = MILL + "/COIL-2";
  private static final String NEW_COIL = MILL + "/COIL-3";
  private static final String FORGED = MILL + "/COIL-FORGED";
  private static final String PANEL = PANEL_MAKER + "/PANEL-1";
  private static final String OTHER_PANEL = PANEL_MAKER + "/PANEL-2";
  private static final String SECRET_OF_THE_FILE = "text-to-be-damaged";

  @TempDir Path directory;

  private final Tally tally = new Tally();

  @Test
  void answers_stay_provable_through_kills_key_rolls_revocation_and_tampering() throws Exception {
    try (Nodes nodes = Nodes.start(directory);
        Buyer buyer = new Buyer(nodes.root(), nodes.address(RECURSIVE))) {
      tally.add("five servers are ready, made by init and serve");
      allot(nodes);
      resolveAcross(nodes, buyer);
      killTheMill(nodes, buyer);
      rollItsKey(nodes, buyer);
      tamperWithAFile(nodes);
      tamperWithARow(nodes, buyer);
      tamperOnTheWay(buyer);
    } finally {
      tally.print();
    }
  }

  private void allot(Nodes nodes) {
    allot(nodes, NATIONAL, COUNTY, "Guan County");
    allot(nodes, COUNTY, MILL, "Steel mill");
    allot(nodes, COUNTY, PANEL_MAKER, "Panel maker");
    tally.add("88 allots 88.118, which allots 88.118.8 and 88.118.9, by prefix allot");
  }

  private static void allot(Nodes nodes, String parent, String child, String holder) {
    String anchor = nodes.data(child).resolve("anchor.txt").toString();
    nodes
        .ask(
            parent,
            "prefix",
            "allot",
            child,
            "--holder",
            holder,
            "--anchor",
            anchor,
            "--endpoint",
            nodes.address(child))
        .ok();
  }

  private static JsonNode assign(Nodes nodes, String prefix, String identifier, String value) {
    return nodes
        .ask(prefix, "assign", identifier, "--value", "1:T=" + value, "--ttl", "1")
        .ok()
        .json();
  }

  private void resolveAcross(Nodes nodes, Buyer buyer) {
    assign(nodes, MILL, COIL, "a coil");
    assign(nodes, MILL, NEVER_ASKED, "another coil");
    assign(nodes, PANEL_MAKER, PANEL, "a-stored-panel");
    assign(nodes, PANEL_MAKER, OTHER_PANEL, SECRET_OF_THE_FILE);

    Answer coil = buyer.ask(COIL);
    assertThat(coil.source()).isEqualTo(Source.SOURCE_UPSTREAM);
    assertThat(coil.asked()).isEqualTo(3);
    assertThat(coil.record().chain()).hasSize(2);
    assertThat(buyer.ask(PANEL).asked()).as("calls, the county's referral is cached").isEqualTo(2);
    tally.add("a coil is resolved across 3 nodes, then a panel across 2, proven from the root key");
  }

  private void killTheMill(Nodes nodes, Buyer buyer) throws Exception {
    nodes.kill(MILL);
    Answer stale = buyer.askUntil(COIL, answer -> answer.source() == Source.SOURCE_STALE);
    assertThat(stale.version()).isEqualTo(1);
    StatusRuntimeException none =
        catchThrowableOfType(StatusRuntimeException.class, () -> buyer.send(NEVER_ASKED));
    assertThat(Failure.of(none).reason()).isEqualTo(ErrorReason.UNREACHABLE.name());
    assertThat(buyer.ask(PANEL).version()).isEqualTo(1);
    tally.add("the mill is killed: its coil is answered stale and proven, what was never asked is");
    tally.add("  UNREACHABLE, the other company answers as ever");

    nodes.serve(MILL);
    nodes.ask(MILL, "update", COIL, "--expect", "1", "--value", "1:T=again", "--ttl", "1").ok();
    buyer.askUntil(COIL, answer -> answer.version() == 2);
    assertThat(buyer.ask(NEVER_ASKED).version()).isEqualTo(1);
    tally.add("the mill is back: version 2 of its coil is answered, and what was UNREACHABLE too");
  }

  private void rollItsKey(Nodes nodes, Buyer buyer) throws Exception {
    String oldKey = buyer.ask(COIL).record().keyId().toString();
    Persistent someone = Persistent.asking(buyer, COIL);
    String mill = nodes.data(MILL).toString();
    JsonNode next = Run.of("keys", "next", "--data", mill, "--json").ok().json();
    nodes
        .ask(COUNTY, "prefix", "transfer", MILL, "--add-key", next.path("publicKey").asText())
        .ok();
    nodes.stop(MILL);
    Path stolen = copied(nodes.data(MILL));
    Run.of("keys", "activate", "--data", mill).ok();
    nodes.serve(MILL);
    long position =
        assign(nodes, MILL, NEW_COIL, "signed with the new key").path("position").asLong();

    Answer signedNow = buyer.ask(NEW_COIL);
    assertThat(signedNow.record().keyId()).hasToString(next.path("keyId").asText());
    Answer signedBefore = buyer.askUntil(COIL, answer -> answer.source() == Source.SOURCE_UPSTREAM);
    assertThat(signedBefore.record().keyId()).hasToString(oldKey);
    Map<Source, Integer> answers = someone.stop();
    tally.add("the mill's key is rolled: records of the old and the new key are proven;");
    tally.add("  someone who asked all the while got %s, and no failure", answers);
    revokeTheOldKey(nodes, buyer, stolen, oldKey, position);
  }

  /** Someone took the old key with a copy of the node, and goes on signing. */
  private void revokeTheOldKey(Nodes nodes, Buyer buyer, Path stolen, String oldKey, long position)
      throws IOException {
    Run.of("assign", FORGED, "--value", "1:T=forged", "--data", stolen.toString()).ok();
    nodes.stop(MILL);
    nodes.serve(MILL, stolen);
    assertThat(resolved(buyer, FORGED)).as("the danger").isInstanceOf(Resolution.Found.class);
    nodes
        .ask(
            COUNTY,
            "prefix",
            "revoke-key",
            MILL,
            "--key",
            oldKey,
            "--from-position",
            Long.toString(position))
        .ok();
    assertThat(brokenRule(buyer, FORGED)).matches(Rule.KEY_REVOKED::isBrokenBy);
    nodes.stop(MILL);
    nodes.serve(MILL);
    assertThat(resolved(buyer, COIL)).isInstanceOf(Resolution.Found.class);
    assertThat(resolved(buyer, NEW_COIL)).isInstanceOf(Resolution.Found.class);
    tally.add(
        "the old key is revoked from position %d on: what a thief signs with it at that", position);
    tally.add("  position is refused (KeyRevoked), what it signed before and the new key stand");
  }

  private void tamperWithAFile(Nodes nodes) throws IOException {
    nodes.stop(PANEL_MAKER);
    Path store = nodes.data(PANEL_MAKER).resolve("store");
    Path file = StoredByte.flipInFile(store, SECRET_OF_THE_FILE);
    String said = ServerProcess.refusal(nodes.data(PANEL_MAKER));
    assertThat(said).contains(ErrorReason.DATA_CORRUPT.name());
    tally.add("a bit is flipped in %s: the node does not start (DATA_CORRUPT)", file.getFileName());
    StoredByte.flipInFile(store, flipped(SECRET_OF_THE_FILE));
  }

  private void tamperWithARow(Nodes nodes, Buyer buyer) throws IOException, RocksDBException {
    Path store = nodes.data(PANEL_MAKER).resolve("store");
    assertThat(StoredByte.flipInRows(store, "a-stored-panel")).isPositive();
    nodes.serve(PANEL_MAKER);
    assertThat(brokenRule(buyer, PANEL)).matches(Rule.NOT_IN_BATCH::isBrokenBy);
    assertThat(resolved(buyer, OTHER_PANEL)).isInstanceOf(Resolution.Found.class);
    tally.add(
        "a bit is flipped in a row, checksums and all: the client names the rule (NotInBatch),");
    tally.add("  the rows beside it are proven as before");
  }

  private void tamperOnTheWay(Buyer buyer) throws IOException {
    try (Relay relay = new Relay(buyer);
        NodeClient client = buyer.clientOf(relay.endpoint())) {
      assertThat(refusal(client, NEW_COIL)).matches(Rule.NOT_IN_BATCH::isBrokenBy);
    }
    assertThat(buyer.ask(NEW_COIL).version()).isEqualTo(1);
    tally.add("a relay flips a bit of an answer: the client names the rule (NotInBatch)");
  }

  /** What a client that remembers nothing gets. */
  private static Resolution resolved(Buyer buyer, String identifier) {
    try (NodeClient client = buyer.freshClient()) {
      return client.resolve(Identifier.parse(identifier));
    }
  }

  private static RejectedStatementException brokenRule(Buyer buyer, String identifier) {
    try (NodeClient client = buyer.freshClient()) {
      return refusal(client, identifier);
    }
  }

  private static RejectedStatementException refusal(NodeClient client, String identifier) {
    UpstreamException refused =
        catchThrowableOfType(
            UpstreamException.class, () -> client.resolve(Identifier.parse(identifier)));
    assertThat(refused.reason()).isEqualTo(ErrorReason.UPSTREAM_REJECTED);
    if (refused.getCause() instanceof RejectedStatementException rule) {
      assertThat(refused).hasMessageContaining(rule.ruleName());
      return rule;
    }
    throw new AssertionError("refused, but no rule is named", refused);
  }

  private static String flipped(String text) {
    int last = text.length() - 1;
    return text.substring(0, last) + (char) (text.charAt(last) ^ 1);
  }

  /** Elsewhere: beside the node, its newest checkpoint would give the copy away. */
  private Path copied(Path data) throws IOException {
    Path copy = Files.createDirectory(directory.resolve("elsewhere")).resolve("stolen");
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(data.relativize(file)));
      }
    }
    return copy;
  }
}
