package dev.nameplate.server.demo;

import static dev.nameplate.server.demo.Expectation.require;

import dev.nameplate.access.Caller;
import dev.nameplate.assign.Allotment;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Endpoint;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.grpc.NodeServices;
import dev.nameplate.server.operation.CallLimits;
import dev.nameplate.server.operation.Operations;
import dev.nameplate.server.operation.Recursion;
import dev.nameplate.store.Head;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.upstream.UpstreamConfig;
import io.grpc.util.MutableHandlerRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * A node of the demonstration, the authority for one prefix, which listens on this machine, and the
 * way to it. Used by one thread.
 */
final class DemoNode implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final Prefix prefix;
  private final String holder;
  private final Path files;
  private final SignatureSuite suite;
  private final MutableHandlerRegistry services = new MutableHandlerRegistry();
  private final ExecutorService asking = Executors.newCachedThreadPool();
  private Node node;
  private final Listener listener;
  private final NodeConnection connection;

  private DemoNode(Prefix prefix, String holder, Path files, SignatureSuite suite) {
    this.prefix = prefix;
    this.holder = holder;
    this.files = files;
    this.suite = suite;
    this.node = Node.open(config());
    try {
      serve(Recursion.NONE);
      this.listener = Listener.of(services);
    } catch (RuntimeException e) {
      node.close();
      throw e;
    }
    this.connection = NodeConnection.to(listener.endpoint(), Duration.ofSeconds(10));
  }

  /** Makes a node that listens on a free port. */
  static DemoNode open(Path directory, String prefix, String holder, SignatureSuite suite) {
    return new DemoNode(Prefix.parse(prefix), holder, directory.resolve(prefix), suite);
  }

  private NodeConfig config() {
    return NodeConfig.in(files)
        .authorityFor(prefix.toString())
        .withoutPassphrase()
        .withSuite(suite);
  }

  private void serve(Recursion recursion) {
    NodeServices.of(Operations.of(node, recursion, CallLimits.LOCAL), Caller.STRANGER)
        .forEach(services::addService);
  }

  /** Reopens the node so that it also asks other nodes; it keeps its port. */
  void join(UpstreamConfig others) {
    node.close();
    node = Node.open(config().withUpstream(others));
    serve(Recursion.on(asking)); // in the place of those of the same names
  }

  /** Waits until it knows its delegation, so that its answers are self-contained. */
  void awaitProof() {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (node.chains().down(prefix).isEmpty()) {
      require(System.nanoTime() < until, prefix + " does not learn its delegations");
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** Allots a prefix below its own to another node. */
  void allotTo(DemoNode child) {
    node.allotments()
        .allot(
            Allotment.delegated(
                child.prefix,
                child.holder,
                List.of(child.anchor().authority()),
                List.of(child.endpoint())));
  }

  /** The prefix of the node. */
  Prefix prefix() {
    return prefix;
  }

  /** Name of its holder. */
  String holder() {
    return holder;
  }

  /** Directory of its own files. */
  Path files() {
    return files;
  }

  /** Its endpoint. */
  Endpoint endpoint() {
    return listener.endpoint();
  }

  /** The way to it, over its port. */
  NodeConnection connection() {
    return connection;
  }

  /** The committed end of its log. */
  Head head() {
    return node.head();
  }

  /** Its trust anchor, with its endpoint. */
  TrustAnchor anchor() {
    return node.anchor().at(List.of(endpoint()));
  }

  @Override
  public void close() {
    connection.close();
    listener.close();
    asking.shutdownNow();
    node.close();
  }
}
