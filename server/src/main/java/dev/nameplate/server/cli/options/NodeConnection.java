package dev.nameplate.server.cli.options;

import dev.nameplate.access.Caller;
import dev.nameplate.node.Mirror;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Endpoint;
import dev.nameplate.server.cli.output.Failure;
import dev.nameplate.server.grpc.NodeServices;
import dev.nameplate.server.operation.Operations;
import dev.nameplate.server.operation.RecordOperations;
import dev.nameplate.server.operation.Recursion;
import dev.nameplate.signing.MirrorDirectory;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.upstream.NodeClient;
import dev.nameplate.v1.LogServiceGrpc;
import dev.nameplate.v1.PrefixServiceGrpc;
import dev.nameplate.v1.RegistrationServiceGrpc;
import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.v1.TraceServiceGrpc;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A connection to a node, uniform for all commands: to a listening node, to a node opened in this
 * process, or from node to node. Calls fail with {@link io.grpc.StatusRuntimeException}, which
 * {@link Failure} explains. Thread-safe.
 *
 * <p>Connections to a listening node are neither encrypted nor authenticated: use them on this
 * machine or on a private network. Answers can still be verified, with an anchor.
 */
public final class NodeConnection implements AutoCloseable {
  /** A page has 3 MiB of statements, or one statement of 320 KiB and an answer around it. */
  private static final int MAX_MESSAGE_BYTES = 4 << 20;

  /** Logger of unresolvable names, whose stack traces are noise: the call fails with them, too. */
  private static final Logger CHANNELS = Logger.getLogger("io.grpc.internal.ManagedChannelImpl");

  static {
    CHANNELS.setLevel(Level.SEVERE);
  }

  private final String target;
  private final ManagedChannel transport;
  private final Channel channel;
  private final Optional<TrustAnchors> ownAnchors;
  private final Optional<Server> server;
  private final Runnable opened;

  private NodeConnection(
      String target,
      ManagedChannel transport,
      Duration timeout,
      Optional<TrustAnchors> ownAnchors,
      Optional<Server> server,
      Runnable opened) {
    this.target = target;
    this.transport = transport;
    this.channel = ClientInterceptors.intercept(transport, new PlainFailures(target, timeout));
    this.ownAnchors = ownAnchors;
    this.server = server;
    this.opened = opened;
  }

  /**
   * The way to a node that listens. Nothing is dialled before the first call.
   *
   * @param timeout how long each call that is not a stream may take
   */
  public static NodeConnection to(Endpoint address, Duration timeout) {
    return to(address, timeout, builder(address));
  }

  /**
   * A connection whose answers are passed on by the transport's threads: receivers must not block.
   */
  static NodeConnection direct(Endpoint address, Duration timeout) {
    return to(address, timeout, builder(address).directExecutor());
  }

  private static NettyChannelBuilder builder(Endpoint address) {
    return NettyChannelBuilder.forAddress(address.host(), address.port())
        .usePlaintext()
        .maxInboundMessageSize(MAX_MESSAGE_BYTES);
  }

  private static NodeConnection to(
      Endpoint address, Duration timeout, NettyChannelBuilder builder) {
    return new NodeConnection(
        address.toString(), builder.build(), timeout, Optional.empty(), Optional.empty(), () -> {});
  }

  /**
   * The way to a node in this process, which is closed with the connection. It shows restricted
   * values.
   */
  static NodeConnection to(Node node, String target, Duration timeout) {
    return inProcess(
        NodeServices.of(Operations.of(node), Caller.OPERATOR),
        target,
        timeout,
        Optional.of(node.anchors()),
        node::close);
  }

  /** The way to a mirror in this process, which is closed with the connection. */
  static NodeConnection to(Mirror mirror, Path directory, Duration timeout) {
    return inProcess(
        NodeServices.of(Operations.of(mirror), Caller.STRANGER),
        directory.toString(),
        timeout,
        Optional.of(mirror.anchors()),
        mirror::close);
  }

  /**
   * The way to a log: of the mirror in a directory, which is opened in this process, or of a node
   * that listens.
   *
   * @param from a directory or {@code HOST:PORT}
   */
  public static NodeConnection toLog(String from, Duration timeout) {
    Path directory = Path.of(from);
    return MirrorDirectory.isMirror(directory)
        ? to(Mirror.open(NodeConfig.in(directory)), directory, timeout)
        : to(Endpoint.parse(from), timeout);
  }

  /**
   * The way from node to node: each question is answered in this process, by asking others. The
   * client is closed with the connection.
   */
  static NodeConnection asking(NodeClient client, Duration timeout) {
    return inProcess(
        NodeServices.of(
            RecordOperations.asking(client, Recursion.on(Runnable::run)), Caller.STRANGER),
        "this command",
        timeout,
        Optional.empty(),
        client::close);
  }

  private static NodeConnection inProcess(
      List<ServerServiceDefinition> services,
      String target,
      Duration timeout,
      Optional<TrustAnchors> ownAnchors,
      Runnable opened) {
    String name = UUID.randomUUID().toString();
    InProcessServerBuilder builder = InProcessServerBuilder.forName(name);
    services.forEach(builder::addService);
    try {
      Server server = builder.build().start();
      ManagedChannel transport = InProcessChannelBuilder.forName(name).build();
      return new NodeConnection(
          target, transport, timeout, ownAnchors, Optional.of(server), opened);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the name is new, and there is no port
    }
  }

  /** The node's place, for messages: an address or a directory. */
  public String target() {
    return target;
  }

  /** Trust anchors of a node opened in this process; empty for a listening node. */
  public Optional<TrustAnchors> ownAnchors() {
    return ownAnchors;
  }

  /** For further stubs; calls that are not streams have a deadline. */
  public Channel channel() {
    return channel;
  }

  /** The resolution service. */
  public ResolutionServiceGrpc.ResolutionServiceBlockingStub resolution() {
    return ResolutionServiceGrpc.newBlockingStub(channel);
  }

  /** Writes records. */
  public RegistrationServiceGrpc.RegistrationServiceBlockingStub registration() {
    return RegistrationServiceGrpc.newBlockingStub(channel);
  }

  /** Asks about events. */
  public TraceServiceGrpc.TraceServiceBlockingStub traces() {
    return TraceServiceGrpc.newBlockingStub(channel);
  }

  /** Asks for prefixes. */
  public PrefixServiceGrpc.PrefixServiceBlockingStub prefixes() {
    return PrefixServiceGrpc.newBlockingStub(channel);
  }

  /** Reads the log. */
  public LogServiceGrpc.LogServiceBlockingStub log() {
    return LogServiceGrpc.newBlockingStub(channel);
  }

  /** Ends running calls, and closes everything opened for the connection. */
  @Override
  public void close() {
    transport.shutdownNow();
    server.ifPresent(Server::shutdown);
    try {
      transport.awaitTermination(5, TimeUnit.SECONDS);
      if (server.isPresent() && !server.get().awaitTermination(30, TimeUnit.SECONDS)) {
        server.get().shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      opened.run();
    }
  }
}
