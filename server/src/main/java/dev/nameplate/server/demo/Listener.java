package dev.nameplate.server.demo;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.record.Endpoint;
import io.grpc.HandlerRegistry;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.util.MutableHandlerRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Services that listen on a free port of this machine. */
final class Listener implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 5;

  private final Server server;

  private Listener(Server server) {
    this.server = server;
  }

  static Listener of(List<ServerServiceDefinition> services) {
    MutableHandlerRegistry registry = new MutableHandlerRegistry();
    services.forEach(registry::addService);
    return of(registry);
  }

  /** Serves the services of a registry, as long as they are in it. */
  static Listener of(HandlerRegistry services) {
    InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try {
      return new Listener(
          NettyServerBuilder.forAddress(free).fallbackHandlerRegistry(services).build().start());
    } catch (IOException e) {
      throw new NodeException(
          ErrorReason.UNREACHABLE, "port: no free port on this machine, " + e.getMessage(), e);
    }
  }

  /** Its endpoint. */
  Endpoint endpoint() {
    return new Endpoint("127.0.0.1", server.getPort());
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
