package dev.nameplate.server;

import dev.nameplate.access.Caller;
import dev.nameplate.access.Permission;
import dev.nameplate.error.NodeException;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.server.grpc.GrpcFace;
import dev.nameplate.server.operation.CallLimits;
import dev.nameplate.server.operation.Face;
import dev.nameplate.server.operation.Lanes;
import dev.nameplate.server.operation.Operations;
import dev.nameplate.server.operation.Recursion;
import dev.nameplate.server.traffic.Traffic;
import io.grpc.ServerServiceDefinition;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node that others reach, by one face or several. Thread-safe. Prints nothing. */
public final class NodeServer implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(NodeServer.class);

  private final Node node;
  private final boolean ownsNode;
  private final ServerConfig config;
  private final Lanes lanes;
  private final GrpcFace grpc;
  private boolean closed; // guarded by this

  /** Signals the end of the server; the transport's own signal may miss very short connections. */
  private final CountDownLatch ended = new CountDownLatch(1);

  private NodeServer(
      Node node, boolean ownsNode, ServerConfig config, List<ServerServiceDefinition> further) {
    this.node = node;
    this.ownsNode = ownsNode;
    this.config = config;
    boolean writable =
        config.grpc().address().getAddress().isLoopbackAddress()
            || config.allowRemoteRegistration();
    this.lanes = new Lanes(Runtime.getRuntime().availableProcessors(), config.offerRecursion());
    Operations operations =
        Operations.of(
            node,
            config.offerRecursion() ? Recursion.on(lanes.asking()) : Recursion.NONE,
            CallLimits.within(config.questionTime()));
    try {
      this.grpc =
          new GrpcFace(
              config.grpc(),
              node,
              operations,
              writable ? Caller.STRANGER : Caller.STRANGER.granted(Permission.READ),
              lanes,
              further);
    } catch (RuntimeException e) {
      lanes.close();
      throw e;
    }
    faces().forEach(face -> LOGGER.info("Listening on {} ({})", face.address(), face.name()));
  }

  /**
   * Opens a node and serves it until the server is closed, which then closes the node.
   *
   * @throws NodeException with reason {@code UNREACHABLE} if the host or port cannot be listened
   *     on, or as {@link Node#open} throws it
   * @throws dev.nameplate.error.InvalidInputException as {@link Node#open} throws it
   */
  public static NodeServer start(ServerConfig config, NodeConfig nodeConfig) {
    Node node = Node.open(nodeConfig);
    try {
      return new NodeServer(node, true, config, List.of());
    } catch (RuntimeException e) {
      node.close();
      throw e;
    }
  }

  /**
   * Serves an open node, which stays its owner's to close, after the server.
   *
   * @throws NodeException with reason {@code UNREACHABLE} if the host or port cannot be listened on
   */
  public static NodeServer start(ServerConfig config, Node node) {
    return start(config, node, List.of());
  }

  /**
   * Serves an open node, which stays its owner's to close, and further services on the port for
   * gRPC.
   *
   * @throws NodeException with reason {@code UNREACHABLE} if the host or port cannot be listened on
   */
  public static NodeServer start(
      ServerConfig config, Node node, List<ServerServiceDefinition> further) {
    return new NodeServer(node, false, config, further);
  }

  /** The faces by which the node is reached. */
  public List<Face> faces() {
    return List.of(grpc);
  }

  /** The port for gRPC. */
  public int port() {
    return grpc.address().port();
  }

  /** The host that is listened on for gRPC, as it was configured. */
  public String host() {
    return grpc.address().host();
  }

  /** Resources that callers make the server hold. */
  Traffic traffic() {
    return grpc.traffic();
  }

  /** The node that is served. */
  public Node node() {
    return node;
  }

  /**
   * Waits until the server is closed.
   *
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  public void awaitClosed() throws InterruptedException {
    ended.await();
  }

  /**
   * Reports {@code NOT_SERVING}, accepts no further calls, waits up to {@link
   * ServerConfig#drainTime} for running calls, then ends them, and closes the node if the server
   * opened it. Idempotent. If the thread is interrupted, running calls are ended at once.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    LOGGER.info("Closing: calls in flight have {} s", config.drainTime().toSeconds());
    boolean interrupted = Thread.interrupted();
    for (Face face : faces()) {
      try {
        face.drain(interrupted ? Duration.ZERO : config.drainTime());
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    lanes.close();
    try {
      if (ownsNode) {
        node.close();
      }
    } finally {
      ended.countDown();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
