package dev.nameplate.server.demo;

import static dev.nameplate.server.demo.Expectation.require;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Endpoint;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.server.demo.Story.Told;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.upstream.EndpointPolicy;
import dev.nameplate.upstream.NodeClient;
import dev.nameplate.upstream.UpstreamConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The nodes of the demonstration: a national one, a county's, two companies' and a recursive one;
 * and a client that trusts the national node's key only. Used by one thread.
 */
final class Network implements AutoCloseable {
  private final Path directory;
  private final Deque<Runnable> closing = new ArrayDeque<>();
  private final DemoNode national;
  private final DemoNode county;
  private final DemoNode mill;
  private final DemoNode panelMaker;
  private final TrustAnchors root;
  private final RecursiveNode recursive;
  private final NodeClient client;

  private Network(Path directory, SignatureSuite suite) {
    this.directory = directory;
    try {
      this.national = node("88", "the national node", suite);
      this.county = node("88.118", "Guan County (冠县)", suite);
      this.mill = node(SteelChain.MILL, "a steel mill", suite);
      this.panelMaker = node(SteelChain.PANEL_MAKER, "a panel maker", suite);
      this.root = TrustAnchors.of(List.of(national.anchor()));
      this.recursive = RecursiveNode.open(trusting());
      closing.push(recursive::close);
      this.client = NodeClient.open(trusting());
      closing.push(client::close);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Makes all of them. */
  static Network open(Path directory, SignatureSuite suite) {
    return new Network(directory, suite);
  }

  private DemoNode node(String prefix, String holder, SignatureSuite suite) {
    DemoNode node = DemoNode.open(directory, prefix, holder, suite);
    closing.push(node::close);
    return node;
  }

  private UpstreamConfig trusting() {
    return UpstreamConfig.trusting(root)
        .withEndpointPolicy(EndpointPolicy.PUBLIC.allowingLoopback());
  }

  /** Introduces the nodes. */
  Told introduce() {
    List<String> lines = new ArrayList<>();
    for (DemoNode node : List.of(national, county, mill, panelMaker)) {
      lines.add(line(node.prefix().toString(), node.holder(), node.endpoint()));
    }
    lines.add(line("-", "a recursive node", recursive.endpoint()));
    lines.add("Each has its own keys (" + national.anchor().authorityKey().suite() + "),");
    lines.add("its own log and its own port. All following steps use these ports.");
    return new Told("five nodes listen, the national one on " + national.endpoint(), lines);
  }

  private static String line(String prefix, String who, Endpoint where) {
    return String.format("%-10s %-16s %s", prefix, where, who);
  }

  /** Allots the prefixes. */
  Told allot() {
    national.allotTo(county);
    county.allotTo(mill);
    county.allotTo(panelMaker);
    require(
        national.head().statements() == 1 && county.head().statements() == 2,
        "not every delegation is in its log");
    mill.join(trusting());
    panelMaker.join(trusting());
    return Told.of(
        "88 delegated 88.118, which delegated 88.118.8 and 88.118.9",
        "88 signs the holder, the key and the address of 88.118;",
        "88.118 signs the same for 88.118.8 and 88.118.9. Nothing else links the nodes.");
  }

  /** Directory for files of the demonstration. */
  Path directory() {
    return directory;
  }

  /** The steel mill's node. */
  DemoNode mill() {
    return mill;
  }

  /** The panel maker's node. */
  DemoNode panelMaker() {
    return panelMaker;
  }

  /** The recursive node. */
  RecursiveNode recursive() {
    return recursive;
  }

  /** The national node's key: all that anyone outside believes. */
  TrustAnchors root() {
    return root;
  }

  /** Believes the root only. */
  StatementVerifier verifier() {
    return new StatementVerifier(root, Clock.systemUTC());
  }

  /** A client that trusts the root only, and follows referrals. */
  NodeClient client() {
    return client;
  }

  /** A client that believes the root only, and has another node do the asking. */
  NodeClient clientOf(Endpoint recursiveNode) {
    return NodeClient.open(trusting().asking(List.of(recursiveNode)));
  }

  /** The current record, proven down from the root. */
  Resolution.Found ask(Identifier identifier) {
    return ask(client, identifier);
  }

  /** The current record, as found by a client. */
  static Resolution.Found ask(NodeClient client, Identifier identifier) {
    Resolution answer = client.ask(Question.about(identifier), Budget.standard());
    require(answer instanceof Resolution.Found, identifier + " is not found");
    return (Resolution.Found) answer;
  }

  @Override
  public void close() {
    while (!closing.isEmpty()) {
      closing.pop().run();
    }
  }
}
