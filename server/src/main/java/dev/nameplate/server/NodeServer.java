package dev.nameplate.server;

import dev.nameplate.access.Caller;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.server.grpc.CallLimits;
import dev.nameplate.server.grpc.NodeServices;
import dev.nameplate.server.grpc.Recursion;
import dev.nameplate.server.traffic.Traffic;
import dev.nameplate.server.transport.Listener;
import io.grpc.Codec;
import io.grpc.DecompressorRegistry;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node that others reach over gRPC: the services of {@code nameplate.v1}, and the standard ones
 * for health and reflection.
 *
 * <p>Thread-safe. Callers are anonymous: they see public values only. Prints nothing.
 */
public final class NodeServer implements AutoCloseable {
  private static final org.slf4j.Logger LOGGER = LoggerFactory.getLogger(NodeServer.class);

  /** How many bytes of requests a connection may send ahead of the calls that take them. */
  private static final int WINDOW = 1 << 20;

  /** A compressed request would take more memory than its bytes. */
  private static final DecompressorRegistry UNCOMPRESSED =
      DecompressorRegistry.emptyInstance().with(Codec.Identity.NONE, false);

  private static final int RESETS = 5_000;
  private static final int RESETS_SECONDS = 10;
  private static final long FORCED_SECONDS = 5;

  /**
   * Where the transport tells of requests it refuses for their size: anyone could fill the log with
   * them.
   */
  private static final Logger REFUSALS = Logger.getLogger("io.grpc.netty.NettyServerStream");

  static {
    REFUSALS.setLevel(Level.SEVERE);
  }

  private final Node node;
  private final boolean ownsNode;
  private final ServerConfig config;
  private final CallThreads threads;
  private final Listener listener;
  private final Health health;
  private final FollowedLogs followed;
  private final Traffic traffic;
  private final Server server;
  private boolean closed; // guarded by this

  /**
   * Not the transport's own end, which it may miss after connections that came and went at once.
   */
  private final CountDownLatch ended = new CountDownLatch(1);

  private NodeServer(
      Node node,
      boolean ownsNode,
      ServerConfig config,
      CallThreads threads,
      Listener listener,
      Health health,
      FollowedLogs followed,
      Traffic traffic,
      Server server) {
    this.node = node;
    this.ownsNode = ownsNode;
    this.config = config;
    this.threads = threads;
    this.listener = listener;
    this.health = health;
    this.followed = followed;
    this.traffic = traffic;
    this.server = server;
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
      return start(config, node, true, List.of());
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
    return start(config, node, false, List.of());
  }

  /**
   * Serves an open node, which stays its owner's to close, and further services on the same port.
   *
   * @throws NodeException with reason {@code UNREACHABLE} if the host or port cannot be listened on
   */
  public static NodeServer start(
      ServerConfig config, Node node, List<ServerServiceDefinition> further) {
    return start(config, node, false, further);
  }

  private static NodeServer start(
      ServerConfig config, Node node, boolean ownsNode, List<ServerServiceDefinition> further) {
    InetSocketAddress address = new InetSocketAddress(config.host(), config.port());
    if (address.isUnresolved()) {
      throw new NodeException(
          ErrorReason.UNREACHABLE,
          "host: \""
              + config.host()
              + "\" is not known here (expected: a name or an address of this machine)");
    }
    boolean writable = config.allowRemoteRegistration() || address.getAddress().isLoopbackAddress();
    CallThreads threads =
        new CallThreads(Runtime.getRuntime().availableProcessors(), config.offerRecursion());
    Recursion recursion = config.offerRecursion() ? Recursion.on(threads.asking()) : Recursion.NONE;
    CallLimits limits = CallLimits.within(config.questionTime());
    List<ServerServiceDefinition> services =
        writable
            ? NodeServices.of(node, Caller.STRANGER, recursion, limits)
            : NodeServices.readingOnly(node, Caller.STRANGER, recursion, limits);
    Health health = new Health(services);
    FollowedLogs followed = new FollowedLogs();
    Traffic traffic = new Traffic(config.limits());
    ConnectionLimits connections = config.connections();
    Listener listener =
        new Listener(
            connections.connections(),
            connections.connectionsOfAddress(),
            connections.silentTime(),
            config.limits().stallTime(),
            traffic);
    Server server =
        limited(listener.in(NettyServerBuilder.forAddress(address)), connections)
            .directExecutor() // finds the method; the call then runs where its threads are
            .callExecutor(traffic.admitting(threads))
            .decompressorRegistry(UNCOMPRESSED)
            .addTransportFilter(threads)
            .addTransportFilter(traffic)
            .addStreamTracerFactory(traffic.requests())
            .intercept(traffic)
            .addServices(
                services.stream()
                    .map(
                        service ->
                            ServerInterceptors.intercept(
                                service, followed, new RefusedWrites(), new FatalCalls(node)))
                    .toList())
            .addServices(further)
            .addService(health.service())
            .addService(ProtoReflectionServiceV1.newInstance())
            .build();
    try {
      server.start();
    } catch (IOException e) {
      threads.close();
      traffic.close();
      listener.close();
      throw cannotListen(config, e);
    }
    traffic.watch(listener::hangUp);
    LOGGER.info("Listening on {}:{}", config.host(), server.getPort());
    if (writable) {
      health.follow(node.writability());
    }
    return new NodeServer(
        node, ownsNode, config, threads, listener, health, followed, traffic, server);
  }

  private static NettyServerBuilder limited(NettyServerBuilder builder, ConnectionLimits limits) {
    return builder
        .flowControlWindow(WINDOW)
        .maxInboundMessageSize(limits.messageBytes())
        .maxInboundMetadataSize(limits.metadataBytes())
        .maxConcurrentCallsPerConnection(limits.concurrentCalls())
        .maxRstFramesPerWindow(
            RESETS, RESETS_SECONDS) // more cancelled calls than any client in earnest
        .permitKeepAliveTime(limits.pingInterval().toMillis(), TimeUnit.MILLISECONDS)
        .permitKeepAliveWithoutCalls(true)
        .maxConnectionIdle(limits.idleTime().toMillis(), TimeUnit.MILLISECONDS)
        .keepAliveTime(limits.keepAliveInterval().toMillis(), TimeUnit.MILLISECONDS)
        .keepAliveTimeout(limits.keepAliveTimeout().toMillis(), TimeUnit.MILLISECONDS);
  }

  private static NodeException cannotListen(ServerConfig config, IOException e) {
    Throwable why = e.getCause() == null ? e : e.getCause();
    return new NodeException(
        ErrorReason.UNREACHABLE,
        "port: cannot listen on "
            + config.host()
            + ":"
            + config.port()
            + ", "
            + why.getMessage()
            + " (expected: a free port of this machine); stop what uses it or choose another, 0"
            + " picks a free one",
        e);
  }

  /** The port the server listens on. */
  public int port() {
    return server.getPort();
  }

  /** The host the server listens on, as it was configured. */
  public String host() {
    return config.host();
  }

  /** What callers have the server hold. */
  Traffic traffic() {
    return traffic;
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
   * Says {@code NOT_SERVING}, takes no further calls, waits for those in flight as long as {@link
   * ServerConfig#drainTime} allows, then ends them, and closes the node if the server opened it.
   * Idempotent. If the thread is interrupted, calls in flight are ended at once.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    LOGGER.info("Closing: calls in flight have {} s", config.drainTime().toSeconds());
    health.close();
    server.shutdown();
    health.endWatches();
    followed.end();
    boolean interrupted = Thread.interrupted();
    try {
      if (interrupted
          || !server.awaitTermination(config.drainTime().toMillis(), TimeUnit.MILLISECONDS)) {
        server.shutdownNow().awaitTermination(FORCED_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      interrupted = true;
      server.shutdownNow();
    }
    threads.close();
    traffic.close();
    listener.close();
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
