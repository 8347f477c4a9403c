package dev.nameplate.server.transport;

import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Accepts a limited number of connections for a gRPC server, and closes those on which no call is
 * made in time. Its threads end when it is closed, after the server.
 */
public final class Listener implements AutoCloseable {
  private static final long CLOSING_SECONDS = 5;

  private final Connections connections;
  private final Duration silentTime;
  private final EventLoopGroup accepting =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("nameplate-accept", true), NioIoHandler.newFactory());
  private final EventLoopGroup connected =
      new MultiThreadIoEventLoopGroup(
          0, new DefaultThreadFactory("nameplate-io", true), NioIoHandler.newFactory());

  /**
   * Accepts nothing before a server starts with it.
   *
   * @param connections the most connections at a time
   * @param ofAddress the most of one network address
   * @param silentTime after how long a connection without a call is closed
   * @param stallTime after how long a connection gives way to another if nothing came or went on
   *     its calls
   * @param activity what comes and goes on the calls of connections
   */
  public Listener(
      int connections, int ofAddress, Duration silentTime, Duration stallTime, Activity activity) {
    this.connections = new Connections(connections, ofAddress, stallTime.toNanos(), activity);
    this.silentTime = silentTime;
  }

  /** Configures a server to use this listener. */
  public NettyServerBuilder in(NettyServerBuilder server) {
    return server
        .bossEventLoopGroup(accepting)
        .workerEventLoopGroup(connected)
        .channelFactory(Port::new);
  }

  /** Number of open connections. */
  public int connections() {
    return connections.count();
  }

  /** Closes the connection of an address, if it is open. */
  public void hangUp(SocketAddress address) {
    connections.hangUp(address);
  }

  @Override
  public void close() {
    for (EventLoopGroup group : List.of(accepting, connected)) {
      var unused = group.shutdownGracefully(0, CLOSING_SECONDS, TimeUnit.SECONDS);
    }
  }

  private final class Port extends NioServerSocketChannel {
    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
      int before = accepted.size(); // those were admitted when they were read
      int read = super.doReadMessages(accepted);
      accepted
          .subList(before, accepted.size())
          .removeIf(connection -> !admit((Channel) connection));
      return read;
    }

    private boolean admit(Channel connection) {
      if (!connections.admit(connection)) {
        connection.unsafe().closeForcibly();
        return false;
      }
      connection.pipeline().addFirst(new UnreadOutput());
      var unused =
          eventLoop()
              .schedule(
                  () -> closeIfSilent(connection), silentTime.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    }
  }

  private static void closeIfSilent(Channel connection) {
    if (connection.isRegistered()) {
      connection
          .eventLoop()
          .execute(
              () -> {
                if (Connections.isSilent(connection)) {
                  var unused = connection.close();
                }
              });
    }
  }
}
