package dev.nameplate.server.bench;

import dev.nameplate.assign.Allotment;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Endpoint;
import dev.nameplate.server.NodeServer;
import dev.nameplate.server.ServerConfig;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.upstream.EndpointPolicy;
import dev.nameplate.upstream.UpstreamConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that serves four nodes, each on a port of its own: of 88, of 88.118 below it, of {@link
 * Coils#PREFIX} below that, which has some coils, and a recursive one. Prints the ports of the last
 * two and the file with the root's anchor, and ends when its input does.
 */
final class HierarchyServer {
  private static final String ROOT = "88";
  private static final String PARENT = "88.118";
  private static final String ELSEWHERE = "20.500";

  /** From the root's delegation of the parent to the parent's of the coils' prefix. */
  private static final int LINKS = 2;

  private final Scratch scratch;
  private final Path anchorFile;

  private HierarchyServer(Scratch scratch) {
    this.scratch = scratch;
    this.anchorFile = scratch.resolve("root.txt");
  }

  /** Serves as many coils as the first argument says. */
  public static void main(String... arguments) throws Exception {
    try (Scratch scratch = Scratch.in(Path.of(System.getProperty("java.io.tmpdir")))) {
      new HierarchyServer(scratch).serve(Integer.parseInt(arguments[0]));
    }
  }

  private void serve(int coils) throws IOException, InterruptedException {
    try (NodeServer root = start(config(ROOT));
        NodeServer parent = start(config(PARENT))) {
      UpstreamConfig others = trusting(root);
      int port;
      try (NodeServer coilsServer = start(config(Coils.PREFIX))) {
        allot(root, parent);
        allot(parent, coilsServer);
        Coils.assign(coilsServer.node(), coils);
        port = coilsServer.port();
      }
      NodeConfig below = NodeConfig.in(scratch.resolve(Coils.PREFIX)).withUpstream(others);
      try (NodeServer own = NodeServer.start(ServerConfig.onPort(port), below);
          NodeServer recursive =
              NodeServer.start(
                  ServerConfig.onPort(0).offeringRecursion(),
                  config(ELSEWHERE).withUpstream(others))) {
        awaitChain(own.node());
        System.out.println(own.port() + " " + recursive.port() + " " + anchorFile);
        while (System.in.read() >= 0) {
          // nothing is said to it
        }
      }
    }
  }

  private NodeConfig config(String prefix) {
    return NodeConfig.in(scratch.resolve(prefix))
        .authorityFor(prefix)
        .withSuite(SignatureSuite.SM2_SM3);
  }

  private static NodeServer start(NodeConfig config) {
    return NodeServer.start(ServerConfig.onPort(0), config);
  }

  private static TrustAnchor anchor(NodeServer server) {
    return server.node().anchor().at(List.of(new Endpoint(server.host(), server.port())));
  }

  private UpstreamConfig trusting(NodeServer root) throws IOException {
    TrustAnchors anchors = TrustAnchors.of(List.of(anchor(root)));
    Files.writeString(anchorFile, anchors.toString());
    return UpstreamConfig.trusting(anchors)
        .withEndpointPolicy(EndpointPolicy.PUBLIC.allowingLoopback());
  }

  private static void allot(NodeServer parent, NodeServer child) {
    TrustAnchor anchor = anchor(child);
    parent
        .node()
        .allotments()
        .allot(
            Allotment.delegated(
                anchor.prefixes().get(0),
                "the holder",
                List.of(anchor.authority()),
                anchor.endpoints()));
  }

  /** The node asks for the delegations above it by itself, so that its answers carry them. */
  private static void awaitChain(Node node) throws InterruptedException {
    while (node.chains().down(Prefix.parse(Coils.PREFIX)).size() < LINKS) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
