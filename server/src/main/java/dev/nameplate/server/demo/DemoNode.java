package dev.nameplate.server.demo;

import static dev.nameplate.server.demo.Expectation.require;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Endpoint;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.server.cli.NodeConnection;
import dev.nameplate.server.grpc.Audience;
import dev.nameplate.server.grpc.NodeServices;
import dev.nameplate.store.Head;
import dev.nameplate.trust.SignatureSuite;
import dev.nameplate.trust.SignedStatement;
import dev.nameplate.trust.StatementVerifier;
import dev.nameplate.trust.TrustAnchor;
import dev.nameplate.trust.TrustAnchors;
import dev.nameplate.trust.Verified;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The node of the demonstration, which listens on this machine, and the way to it. Used by one
 * thread.
 */
final class DemoNode implements AutoCloseable {
  private final Path directory;
  private final Node node;
  private final Server server;
  private final NodeConnection connection;
  private final StatementVerifier verifier;

  private DemoNode(Path directory, Node node, Server server) {
    this.directory = directory;
    this.node = node;
    this.server = server;
    this.connection =
        NodeConnection.to(new Endpoint("127.0.0.1", server.getPort()), Duration.ofSeconds(10));
    this.verifier =
        new StatementVerifier(TrustAnchors.of(List.of(node.anchor())), Clock.systemUTC());
  }

  /** Makes a node for {@link SteelChain#PREFIXES}, and lets it listen on a free port. */
  static DemoNode open(Path directory, SignatureSuite suite) {
    Node node =
        Node.open(
            NodeConfig.in(directory.resolve("node"))
                .authorityFor(SteelChain.PREFIXES.toArray(String[]::new))
                .withSuite(suite));
    try {
      Server server =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .addServices(NodeServices.of(node, Audience.PUBLIC))
              .build()
              .start();
      return new DemoNode(directory, node, server);
    } catch (IOException e) {
      node.close();
      throw new NodeException(
          ErrorReason.UNREACHABLE, "port: no free one on this machine, " + e.getMessage(), e);
    }
  }

  /** Where the demonstration may write. */
  Path directory() {
    return directory;
  }

  /** Where the node's own files are. */
  Path files() {
    return directory.resolve("node");
  }

  /** The way to the node, over its port. */
  NodeConnection connection() {
    return connection;
  }

  /** How far the log is committed. */
  Head head() {
    return node.head();
  }

  /** Who the node is. */
  TrustAnchor anchor() {
    return node.anchor();
  }

  /**
   * What was found, and its proof.
   *
   * @param record the record
   * @param statement the statement that proves it
   */
  record Answer(IdentifierRecord record, SignedStatement statement) {}

  /** Asks over gRPC, and believes only what is signed. */
  Answer ask(Identifier identifier) {
    ResolveResponse answer = send(identifier);
    require(answer.getOutcome() == Outcome.OUTCOME_FOUND, identifier + " is not found");
    SignedStatement statement = SignedStatement.fromProto(answer.getStatement());
    return new Answer(verify(statement, identifier).value(), statement);
  }

  /** Asks over gRPC. */
  ResolveResponse send(Identifier identifier) {
    return connection
        .resolution()
        .resolve(ResolveRequest.newBuilder().setIdentifier(identifier.toString()).build());
  }

  /** Checks a statement against the node's anchor. */
  Verified<IdentifierRecord> verify(SignedStatement statement, Identifier expected) {
    return verifier.verify(statement, expected);
  }

  @Override
  public void close() {
    connection.close();
    server.shutdownNow();
    try {
      server.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    node.close();
  }
}
