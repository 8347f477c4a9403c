package dev.nameplate.upstream;

import dev.nameplate.error.ErrorReason;
import io.grpc.Codec;
import io.grpc.CompressorRegistry;
import io.grpc.DecompressorRegistry;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The connections to other nodes, one for each address and port that was asked lately, at most
 * {@value #MOST}. Plain gRPC over TCP, neither encrypted nor authenticated: answers prove
 * themselves. Thread-safe.
 *
 * <p>What may come in is bounded: headers by {@value #MOST_METADATA_BYTES} bytes, answers by each
 * call, and compressed ones, which could become large only here, are not accepted at all.
 */
final class Connections implements AutoCloseable {
  static final int MOST = 256;
  private static final int MOST_METADATA_BYTES = 8 << 10;

  /** Flow-control window: the most unread bytes that a node may send. */
  private static final int WINDOW_BYTES = 1 << 20;

  /** Interval of pings, longer than the default minimum of nodes, 30 seconds. */
  private static final int PING_SECONDS = 60;

  private static final int PONG_SECONDS = 5;

  private final UpstreamTimings timings;
  private final Map<InetSocketAddress, Connection> connections =
      new LinkedHashMap<>(16, 0.75f, true);
  private boolean closed;

  Connections(UpstreamTimings timings) {
    this.timings = timings;
  }

  /**
   * The connection to a resolved address. It is dialled with its first call, and again with the
   * next one after it was idle.
   *
   * @throws UpstreamException if this is closed
   */
  synchronized Connection to(InetSocketAddress address) {
    if (closed) {
      throw new UpstreamException(
          ErrorReason.NODE_STOPPED, "node: closed; it queries no other nodes");
    }
    Connection known = connections.get(address);
    if (known != null) {
      return known;
    }
    Connection connection = new Connection(address, dial(address));
    connections.put(address, connection);
    if (connections.size() > MOST) {
      Iterator<Connection> eldest = connections.values().iterator();
      eldest.next().retire();
      eldest.remove();
    }
    return connection;
  }

  /** Leaves a connection that broke or fell silent: the next call dials again. */
  synchronized void leave(Connection connection) {
    if (connections.remove(connection.address(), connection)) {
      connection.retire();
    }
  }

  /** Ends all calls and connections. */
  @Override
  public synchronized void close() {
    closed = true;
    connections.values().forEach(Connection::end);
    connections.clear();
  }

  /** Dials; callers read answers on their own threads, and other threads are idle. */
  private ManagedChannel dial(InetSocketAddress address) {
    return NettyChannelBuilder.forAddress(address)
        .usePlaintext()
        .directExecutor()
        .disableRetry() // each attempt is counted
        .disableServiceConfigLookUp()
        .proxyDetector(target -> null) // this very address
        .maxTraceEvents(0)
        .compressorRegistry(CompressorRegistry.newEmptyInstance())
        .decompressorRegistry(DecompressorRegistry.emptyInstance().with(Codec.Identity.NONE, false))
        .maxInboundMetadataSize(MOST_METADATA_BYTES)
        .flowControlWindow(WINDOW_BYTES)
        .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timings.connect().toMillis())
        .keepAliveTime(PING_SECONDS, TimeUnit.SECONDS)
        .keepAliveTimeout(PONG_SECONDS, TimeUnit.SECONDS)
        .idleTimeout(timings.idle().toMillis(), TimeUnit.MILLISECONDS)
        .build();
  }
}
