package dev.nameplate.server.grpc;

import dev.nameplate.access.Caller;
import dev.nameplate.access.Permission;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.node.Node;
import dev.nameplate.record.Endpoint;
import dev.nameplate.server.operation.Face;
import dev.nameplate.server.operation.Lanes;
import dev.nameplate.server.operation.Operations;
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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The gRPC face of a node: the services of {@code nameplate.v1}, and the standard ones for health
 * and reflection. Callers are anonymous: they see public values only.
 */
public final class GrpcFace implements Face {
  /** Flow-control window: the most unread bytes of requests that a connection may send. */
  private static final int WINDOW = 1 << 20;

  /** No compression: a compressed request would take more memory than its bytes. */
  private static final DecompressorRegistry UNCOMPRESSED =
      DecompressorRegistry.emptyInstance().with(Codec.Identity.NONE, false);

  private static final int RESETS = 5_000;
  private static final int RESETS_SECONDS = 10;
  private static final long FORCED_SECONDS = 5;

  /**
   * Logger of the transport for requests refused for their size, with which anyone could fill the
   * log.
   */
  private static final Logger REFUSALS = Logger.getLogger("io.grpc.netty.NettyServerStream");

  static {
    REFUSALS.setLevel(Level.SEVERE);
  }

  private final Endpoint address;
  private final Listener listener;
  private final Health health;
  private final EndlessCalls endless = new EndlessCalls();
  private final Traffic traffic;
  private final Server server;

  /**
   * Listens.
   *
   * @param node the node that is served
   * @param caller who calls
   * @param further services on the same port
   * @throws NodeException with reason {@code UNREACHABLE} if the host or port cannot be listened on
   */
  public GrpcFace(
      GrpcConfig config,
      Node node,
      Operations operations,
      Caller caller,
      Lanes lanes,
      List<ServerServiceDefinition> further) {
    List<ServerServiceDefinition> services = NodeServices.of(operations, caller);
    this.health = new Health(services);
    this.traffic = new Traffic(config.limits());
    ConnectionLimits connections = config.connections();
    this.listener =
        new Listener(
            connections.connections(),
            connections.connectionsOfAddress(),
            connections.silentTime(),
            config.limits().stallTime(),
            traffic);
    CallThreads threads = new CallThreads(lanes);
    this.server =
        limited(listener.in(NettyServerBuilder.forAddress(config.address())), connections)
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
                                service, endless, new RefusedWrites(), new FatalCalls(node)))
                    .toList())
            .addServices(further)
            .addService(ServerInterceptors.intercept(health.service(), endless))
            .addService(ProtoReflectionServiceV1.newInstance())
            .build();
    try {
      server.start();
    } catch (IOException e) {
      traffic.close();
      listener.close();
      throw cannotListen(config, e);
    }
    this.address = new Endpoint(config.host(), server.getPort());
    traffic.watch(listener::hangUp);
    if (caller.may(Permission.REGISTER)) {
      health.follow(node.writability());
    } else {
      health.readingOnly();
    }
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

  private static NodeException cannotListen(GrpcConfig config, IOException e) {
    Throwable why = e.getCause() == null ? e : e.getCause();
    return new NodeException(
        ErrorReason.UNREACHABLE,
        "port: cannot listen on "
            + config.host()
            + ":"
            + config.port()
            + ", "
            + why.getMessage()
            + " (expected: a free port of this machine); stop the process that uses it, or "
            + "choose another port; 0 picks a free port",
        e);
  }

  @Override
  public String name() {
    return "grpc";
  }

  @Override
  public Endpoint address() {
    return address;
  }

  /** Memory and connections that callers make the server hold. */
  public Traffic traffic() {
    return traffic;
  }

  @Override
  public void drain(Duration patience) throws InterruptedException {
    health.close();
    server.shutdown();
    endless.end();
    try {
      if (!server.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        server.shutdownNow().awaitTermination(FORCED_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      throw e;
    } finally {
      traffic.close();
      listener.close();
    }
  }
}
