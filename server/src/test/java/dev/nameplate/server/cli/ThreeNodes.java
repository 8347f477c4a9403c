package dev.nameplate.server.cli;

import dev.nameplate.assign.Allotment;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
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

/**
 * Nodes that listen on this machine: the one of 88, of 88.118 below it, and of 88.118.8 below that;
 * and one that asks them for its callers. The middle one hosts 88.118.7, and 88.118.70, which is
 * suspended, and 88.118.71, which is revoked.
 */
final class ThreeNodes implements AutoCloseable {
  static final String COIL = "88.118.8/COIL-2026-000451";

  final NodeServer nation;
  final NodeServer county;
  final NodeServer mill;
  final NodeServer recursive;

  /** A file with who 88 is and where it is asked. */
  final Path anchor;

  ThreeNodes(Path directory) throws IOException {
    this.nation = start(directory, "88", SignatureSuite.ED25519_SHA256);
    this.county = start(directory, "88.118", SignatureSuite.SM2_SM3);
    this.mill = start(directory, "88.118.8", SignatureSuite.ED25519_SHA256);
    delegate(nation, county, "88.118", "Guan County");
    delegate(county, mill, "88.118.8", "Guan County Steel");
    for (String hosted : List.of("88.118.7", "88.118.70", "88.118.71")) {
      county.node().allotments().allot(Allotment.hosted(Prefix.parse(hosted), "Guan County Pears"));
    }
    county.node().allotments().suspend(Prefix.parse("88.118.70"), 0, OperationId.NONE);
    county.node().allotments().revoke(Prefix.parse("88.118.71"), 0, OperationId.NONE);
    TrustAnchor root = nation.node().anchor().at(List.of(endpoint(nation)));
    this.anchor = Files.writeString(directory.resolve("root.txt"), root.toString());
    UpstreamConfig asking =
        UpstreamConfig.trusting(TrustAnchors.of(List.of(root)))
            .withEndpointPolicy(EndpointPolicy.PUBLIC.allowingLoopback());
    this.recursive =
        NodeServer.start(
            ServerConfig.onPort(0).offeringRecursion(),
            NodeConfig.in(directory.resolve("recursive"))
                .authorityFor("20.500")
                .withUpstream(asking));
  }

  private static NodeServer start(Path directory, String prefix, SignatureSuite suite) {
    return NodeServer.start(
        ServerConfig.onPort(0),
        NodeConfig.in(directory.resolve(prefix)).authorityFor(prefix).withSuite(suite));
  }

  private static void delegate(NodeServer parent, NodeServer child, String prefix, String holder) {
    parent
        .node()
        .allotments()
        .allot(
            Allotment.delegated(
                Prefix.parse(prefix),
                holder,
                List.of(child.node().anchor().authority()),
                List.of(endpoint(child))));
  }

  static Endpoint endpoint(NodeServer server) {
    return new Endpoint(server.host(), server.port());
  }

  @Override
  public void close() {
    List.of(recursive, mill, county, nation).forEach(NodeServer::close);
  }
}
