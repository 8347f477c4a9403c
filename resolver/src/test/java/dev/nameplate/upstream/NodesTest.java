package dev.nameplate.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nameplate.assign.Allotment;
import dev.nameplate.assign.Assignment;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.node.SteppingClock;
import dev.nameplate.record.Endpoint;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Source;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.SignedStatement;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * What tests across nodes have in common: three real nodes, for 88, 88.118 and 88.118.8, and beside
 * them 88.119 and 88.119.7, whose authorities sign, and whose nodes say, whatever a test wants. All
 * listen on loopback. Whoever asks trusts the key of 88 alone. Time passes when a test says so.
 */
abstract class NodesTest {
  static final String COIL = "88.118.8/COIL-1";
  static final String CRATE = "88.119.7/CRATE-1";
  static final SteppingClock CLOCK = new SteppingClock(Instant.parse("2026-03-01T08:00:00Z"));

  /** Longer than any delegation may be remembered, or failure. */
  static final Duration LATER = Duration.ofMinutes(61);

  @TempDir static Path directory;
  static ServedNode nation;
  static ServedNode county;
  static ServedNode mill;
  static PuppetNode portNode;
  static PuppetNode quayNode;
  static Signatory port;
  static Signatory quay;

  private static final Deque<AutoCloseable> WORLD = new ArrayDeque<>();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  @BeforeAll
  static void openWorld() {
    nation = open("88", SignatureSuite.SM2_SM3);
    county = open("88.118", SignatureSuite.ED25519_SHA256);
    mill = open("88.118.8", SignatureSuite.SM2_SM3);
    allot(nation, "88.118", county.node().anchor().authority(), county.endpoint());
    allot(county, "88.118.8", mill.node().anchor().authority(), mill.endpoint());
    for (int i = 1; i <= 3; i++) {
      assign(mill, Assignment.of("88.118.8/COIL-" + i).value(1, "NO", "" + i));
    }
    port = Signatory.of("88.119");
    quay = Signatory.of("88.119.7", SignatureSuite.SM2_SM3);
    portNode = keptOpen(new PuppetNode());
    quayNode = keptOpen(new PuppetNode());
    allot(nation, "88.119", port.authorityKey(), portNode.endpoint());
    try (NodeClient first = NodeClient.open(trusting(anchor()))) {
      first.ask(Question.about(Identifier.parse(COIL)), Budget.standard()); // loads what it takes
    }
  }

  @BeforeEach
  void beHonest() {
    nation.beHonest();
    county.beHonest();
    mill.beHonest();
    portNode.say(ServedNode.referred(port.delegates(quay, now(), quayNode.endpoint())));
    quayNode.say(ServedNode.found(crate()));
  }

  @AfterEach
  void closeOpened() throws Exception {
    closeAll(opened);
  }

  @AfterAll
  static void closeWorld() throws Exception {
    closeAll(WORLD);
  }

  private static void closeAll(Deque<AutoCloseable> all) throws Exception {
    while (!all.isEmpty()) {
      all.pop().close();
    }
  }

  static ServedNode open(String prefix, SignatureSuite suite) {
    return keptOpen(new ServedNode(Node.open(config(prefix).withSuite(suite))));
  }

  static NodeConfig config(String prefix) {
    return NodeConfig.in(directory.resolve(prefix)).authorityFor(prefix).withClock(CLOCK);
  }

  static <T extends AutoCloseable> T keptOpen(T one) {
    WORLD.push(one);
    return one;
  }

  <T extends AutoCloseable> T closedAfterwards(T one) {
    opened.push(one);
    return one;
  }

  static void allot(ServedNode by, String prefix, AuthorityKey key, Endpoint... endpoints) {
    by.node()
        .allotments()
        .allot(
            Allotment.delegated(
                Prefix.parse(prefix), "holder of " + prefix, List.of(key), List.of(endpoints)));
  }

  static void assign(ServedNode at, Assignment assignment) {
    at.node().registrar().assign(assignment);
  }

  static Instant now() {
    return CLOCK.instant();
  }

  static SignedStatement crate() {
    return quay.record(CRATE, 1, now(), Signatory.text("1"));
  }

  /** Who trusts the key of 88 alone, and waits for slow nodes. */
  NodeClient client() {
    return client(UpstreamTest.PATIENT);
  }

  NodeClient client(UpstreamTimings timings) {
    return client(timings, anchor());
  }

  NodeClient client(UpstreamTimings timings, TrustAnchor... anchors) {
    return client(trusting(anchors), timings);
  }

  NodeClient client(UpstreamConfig config, UpstreamTimings timings) {
    return closedAfterwards(
        NodeClient.open(
            config,
            KnownAuthorities.NONE,
            new GrpcUpstream(config.endpointPolicy(), timings),
            NodesTest::nanoTime));
  }

  static UpstreamConfig trusting(TrustAnchor... anchors) {
    return UpstreamConfig.trusting(TrustAnchors.of(List.of(anchors)))
        .withEndpointPolicy(EndpointPolicy.PUBLIC.allowingLoopback())
        .withClock(CLOCK);
  }

  static TrustAnchor anchor() {
    return nation.node().anchor().at(List.of(nation.endpoint()));
  }

  static long nanoTime() {
    return Duration.between(Instant.EPOCH, now()).toNanos();
  }

  static Resolution ask(NodeClient client, String identifier) {
    return client.resolve(Identifier.parse(identifier));
  }

  static Resolution ask(NodeClient client, String identifier, Budget budget) {
    return client.resolve(Question.about(Identifier.parse(identifier)), budget);
  }

  /** Asks, and expects the record with this text, from there. */
  static Resolution.Found assertFound(NodeClient client, String identifier, Source source) {
    Resolution answer = ask(client, identifier);
    assertThat(answer).isInstanceOf(Resolution.Found.class);
    assertThat(answer.source()).isEqualTo(source);
    Resolution.Found found = (Resolution.Found) answer;
    assertThat(found.record().identifier()).isEqualTo(Identifier.parse(identifier));
    return found;
  }

  /** Asks, and expects the answer not to be believed since it breaks a rule. */
  static void assertRejected(NodeClient client, String identifier, String rule) {
    Budget budget = Budget.standard();
    UpstreamException thrown =
        catchThrowableOfType(UpstreamException.class, () -> ask(client, identifier, budget));
    assertThat(thrown).as("what came of %s", identifier).isNotNull();
    assertThat(thrown.reason()).isEqualTo(ErrorReason.UPSTREAM_REJECTED);
    assertThat(thrown.getCause())
        .isInstanceOfSatisfying(
            RejectedStatementException.class,
            rejected -> assertThat(rejected.ruleName()).isEqualTo(rule));
    assertThat(thrown.getMessage()).doesNotContain("\n").hasSizeLessThan(500);
    assertThat(budget.upstreamCalls()).isLessThanOrEqualTo(32);
  }
}
