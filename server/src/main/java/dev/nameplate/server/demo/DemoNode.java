package dev.nameplate.server.demo;

import dev.nameplate.assign.Allotment;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Endpoint;
import dev.nameplate.server.cli.NodeConnection;
import dev.nameplate.server.grpc.Audience;
import dev.nameplate.server.grpc.NodeServices;
import dev.nameplate.store.Head;
import dev.nameplate.trust.SignatureSuite;
import dev.nameplate.trust.TrustAnchor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A node of the demonstration, the authority for one prefix, which listens on this machine, and the
 * way to it. Used by one thread.
 */
final class DemoNode implements AutoCloseable {
  private final Prefix prefix;
  private final String holder;
  private final Path files;
  private final Node node;
  private final Listener listener;
  private final NodeConnection connection;

  private DemoNode(Prefix prefix, String holder, Path files, Node node, Listener listener) {
    this.prefix = prefix;
    this.holder = holder;
    this.files = files;
    this.node = node;
    this.listener = listener;
    this.connection = NodeConnection.to(listener.endpoint(), Duration.ofSeconds(10));
  }

  /** Makes a node, and lets it listen on a free port. */
  static DemoNode open(Path directory, String prefix, String holder, SignatureSuite suite) {
    Path files = directory.resolve(prefix);
    Node node = Node.open(NodeConfig.in(files).authorityFor(prefix).withSuite(suite));
    try {
      Listener listener = Listener.of(NodeServices.of(node, Audience.PUBLIC));
      return new DemoNode(Prefix.parse(prefix), holder, files, node, listener);
    } catch (RuntimeException e) {
      node.close();
      throw e;
    }
  }

  /** Hands a prefix below its own to another node. */
  void allotTo(DemoNode child) {
    node.allotments()
        .allot(
            Allotment.delegated(
                child.prefix,
                child.holder,
                List.of(child.anchor().authority()),
                List.of(child.endpoint())));
  }

  /** Its prefix. */
  Prefix prefix() {
    return prefix;
  }

  /** Whose it is. */
  String holder() {
    return holder;
  }

  /** Where its own files are. */
  Path files() {
    return files;
  }

  /** Where it listens. */
  Endpoint endpoint() {
    return listener.endpoint();
  }

  /** The way to it, over its port. */
  NodeConnection connection() {
    return connection;
  }

  /** How far its log is committed. */
  Head head() {
    return node.head();
  }

  /** Who it is, and where it listens. */
  TrustAnchor anchor() {
    return node.anchor().at(List.of(endpoint()));
  }

  @Override
  public void close() {
    connection.close();
    listener.close();
    node.close();
  }
}
