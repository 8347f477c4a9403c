package dev.nameplate.server.cli.trace;

import dev.nameplate.assign.Allotment;
import dev.nameplate.assign.Capture;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Side;
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
import dev.nameplate.v1.EvidenceRequest;
import dev.nameplate.v1.TraceRequest;
import dev.nameplate.v1.TraceResponse;
import dev.nameplate.v1.TraceServiceGrpc;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests over companies' nodes have in common: a county, a mill, and a maker of panels. */
abstract class CompaniesTest {
  private static final Instant DAY = Instant.parse("2026-07-01T00:00:00Z");

  @TempDir Path directory;
  private final List<NodeServer> open = new ArrayList<>();
  NodeServer county;
  NodeServer mill;
  int millPort;
  NodeServer maker;
  Path root;
  TrustAnchor anchor;

  @BeforeEach
  void make_the_nodes() throws IOException {
    county = start("88.118", 0, SignatureSuite.ED25519_SHA256, Optional.empty());
    anchor = county.node().anchor().at(List.of(endpoint(county)));
    root = Files.writeString(directory.resolve("root.txt"), anchor.toString());
    mill = company("88.118.8", SignatureSuite.SM2_SM3, anchor);
    millPort = mill.port();
    maker = company("88.118.9", SignatureSuite.ED25519_SHA256, anchor);
    process(mill, 1, "88.118.8/HEAT-1", "88.118.8/COIL-1", "88.118.8/COIL-2");
    transfer(mill, 2, "88.118.8/COIL-1", "88.118.8", "88.118.9", Side.GIVEN);
    transfer(maker, 3, "88.118.8/COIL-1", "88.118.8", "88.118.9", Side.RECEIVED);
    process(maker, 4, "88.118.8/COIL-1", "88.118.9/PANEL-1", "88.118.9/PANEL-2");
  }

  @AfterEach
  void close() {
    open.forEach(NodeServer::close);
  }

  void given(String item, NodeServer by, NodeServer to, int day) {
    String from = by.node().anchor().prefixes().get(0).toString();
    String receiver = to.node().anchor().prefixes().get(0).toString();
    transfer(by, day, item, from, receiver, Side.GIVEN);
    transfer(to, day, item, from, receiver, Side.RECEIVED);
  }

  /** A node that is delegated to before it is run, so that it knows from the start by whom. */
  NodeServer company(String prefix, SignatureSuite suite, TrustAnchor above) throws IOException {
    int port = freePort();
    allot(prefix, suite, port);
    return start(prefix, port, suite, Optional.of(above));
  }

  /** A node that recorded nothing. */
  NodeServer trader() throws IOException {
    return company("88.118.6", SignatureSuite.ED25519_SHA256, anchor);
  }

  void allot(String prefix, SignatureSuite suite, int port) {
    try (Node made = Node.open(config(prefix, suite))) {
      county
          .node()
          .allotments()
          .allot(
              Allotment.delegated(
                  Prefix.parse(prefix),
                  "a company",
                  List.of(made.anchor().authority()),
                  List.of(new Endpoint("127.0.0.1", port))));
    }
  }

  NodeServer start(String prefix, int port, SignatureSuite suite, Optional<TrustAnchor> above) {
    NodeConfig config = config(prefix, suite);
    if (above.isPresent()) {
      config =
          config.withUpstream(
              UpstreamConfig.trusting(TrustAnchors.of(List.of(above.get())))
                  .withEndpointPolicy(EndpointPolicy.PUBLIC.allowingLoopback()));
    }
    NodeServer server = NodeServer.start(ServerConfig.onPort(port).offeringRecursion(), config);
    open.add(server);
    return server;
  }

  NodeConfig config(String prefix, SignatureSuite suite) {
    return NodeConfig.in(directory.resolve(prefix)).authorityFor(prefix).withSuite(suite);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  static void process(NodeServer at, int day, String input, String... outputs) {
    record(
        at,
        day,
        new Occurrence.Processed(
            List.of(EventItem.of(input)), List.of(outputs).stream().map(EventItem::of).toList()));
  }

  static void transfer(NodeServer at, int day, String item, String from, String to, Side side) {
    record(
        at,
        day,
        new Occurrence.Transferred(List.of(EventItem.of(item)), from, to, side, List.of()));
  }

  static void record(NodeServer at, int day, Occurrence occurrence) {
    at.node()
        .events()
        .capture(
            Capture.of(
                at.node().anchor().prefixes().get(0),
                Event.at(DAY.plusSeconds(86_400L * day), occurrence)));
  }

  static Endpoint endpoint(NodeServer server) {
    return new Endpoint(server.host(), server.port());
  }

  /** Listens where the mill did, and answers every trace with the same steps, or refuses. */
  record Impostor(Server server, List<EvidenceRequest> asked) implements AutoCloseable {
    static Impostor on(int port, List<TraceResponse> steps) throws IOException {
      List<EvidenceRequest> asked = new CopyOnWriteArrayList<>();
      NettyServerBuilder builder =
          NettyServerBuilder.forAddress(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      if (!steps.isEmpty()) {
        builder.addService(
            new TraceServiceGrpc.TraceServiceImplBase() {
              @Override
              public void trace(TraceRequest request, StreamObserver<TraceResponse> caller) {
                steps.forEach(caller::onNext);
                caller.onCompleted();
              }

              @Override
              public void evidence(EvidenceRequest request, StreamObserver<TraceResponse> caller) {
                asked.add(request);
                steps.forEach(caller::onNext);
                caller.onCompleted();
              }
            });
      }
      return new Impostor(builder.build().start(), asked);
    }

    @Override
    public void close() {
      server.shutdownNow();
    }
  }
}
