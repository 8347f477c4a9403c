package dev.nameplate.server.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The open connections of a port, the oldest first. When there are as many as may be, a further one
 * takes the place of the oldest on which no request ever arrived whole; else of the quietest
 * without an open call, unless it was in use just now; else of the quietest, if that was quiet for
 * long. It is refused where there is none. So connections that ask nothing keep nobody out, and end
 * nobody who asks. Thread-safe.
 *
 * <p>A connection that gave its place keeps its file descriptor until its event loop closes it. Few
 * may be in this state at a time: until then, others are refused.
 */
final class Connections {
  private static final InetAddress UNKNOWN = InetAddress.getLoopbackAddress();
  private static final int SUBNET_BYTES = 8;

  /** Minimum idle time of a connection without an open call before it gives way. */
  private static final long IN_USE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** The most connections that gave their place and are still open. */
  private static final int MOST_LEAVING = 32;

  private final int most;
  private final int mostOfAddress;
  private final long stallNanos;
  private final Activity activity;

  // Guarded by this.
  private final Set<Channel> open = new LinkedHashSet<>();
  private final Map<InetAddress, Set<Channel>> byAddress = new HashMap<>();
  private int leaving;

  /**
   * Creates it without connections.
   *
   * @param most the most connections
   * @param mostOfAddress the most connections of a network address, or of a /64 network of IPv6,
   *     whose addresses belong together
   * @param stallNanos time without activity on open calls after which their connection gives way
   * @param activity activity on the calls of connections
   */
  Connections(int most, int mostOfAddress, long stallNanos, Activity activity) {
    this.most = most;
    this.mostOfAddress = mostOfAddress;
    this.stallNanos = stallNanos;
    this.activity = activity;
  }

  /** Admits a connection, until it is closed; false if it must be closed at once. */
  boolean admit(Channel channel) {
    Optional<Channel> displaced = Optional.empty();
    InetAddress network = network(channel.remoteAddress());
    synchronized (this) {
      Set<Channel> ofAddress = byAddress.getOrDefault(network, Set.of());
      if (ofAddress.size() >= mostOfAddress || open.size() >= most) {
        if (leaving == MOST_LEAVING) {
          return false;
        }
        displaced = dispensable(ofAddress.size() >= mostOfAddress ? ofAddress : open);
        if (displaced.isEmpty()) {
          return false;
        }
        remove(displaced.get(), network(displaced.get().remoteAddress()));
        leaving++;
      }
      open.add(channel);
      byAddress.computeIfAbsent(network, any -> new LinkedHashSet<>()).add(channel);
    }
    displaced.ifPresent(this::displace);
    var unused = channel.closeFuture().addListener(closed -> remove(channel, network));
    return true;
  }

  private void displace(Channel channel) {
    var unused = channel.closeFuture().addListener(closed -> left());
    close(channel);
  }

  private synchronized void left() {
    leaving--;
  }

  /** Number of connections, without those that gave way. */
  synchronized int count() {
    return open.size();
  }

  /** Closes the connection of an address, if it is open. */
  void hangUp(SocketAddress address) {
    Optional<Channel> connection;
    synchronized (this) {
      connection =
          byAddress.getOrDefault(network(address), Set.of()).stream()
              .filter(channel -> address.equals(channel.remoteAddress()))
              .findFirst();
    }
    connection.ifPresent(Connections::close);
  }

  private synchronized void remove(Channel channel, InetAddress network) {
    open.remove(channel);
    byAddress.computeIfPresent(
        network,
        (any, channels) -> channels.remove(channel) && channels.isEmpty() ? null : channels);
  }

  /**
   * Closes a connection at once, without a farewell, for which it would keep its file descriptor
   * for seconds; if it has no event loop yet, as soon as it has one.
   */
  private static void close(Channel channel) {
    if (!channel.isRegistered()) {
      channel.pipeline().addFirst(new Closing());
    } else if (channel.eventLoop().inEventLoop()) {
      channel.unsafe().close(channel.newPromise());
    } else {
      channel.eventLoop().execute(() -> channel.unsafe().close(channel.newPromise()));
    }
  }

  private static final class Closing extends ChannelHandlerAdapter {
    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      Channel channel = context.channel();
      context.executor().execute(() -> channel.unsafe().close(channel.newPromise()));
    }
  }

  private Optional<Channel> dispensable(Collection<Channel> channels) {
    return channels.stream()
        .filter(channel -> !hasAsked(channel))
        .findFirst()
        .or(() -> quietest(channels, channel -> openCalls(channel) == 0, IN_USE_NANOS))
        .or(() -> quietest(channels, channel -> true, stallNanos));
  }

  private Optional<Channel> quietest(
      Collection<Channel> channels, Predicate<Channel> which, long leastNanos) {
    return channels.stream()
        .filter(which)
        .map(channel -> new Quiet(channel, quietNanos(channel)))
        .filter(quiet -> quiet.nanos() > leastNanos)
        .max(Comparator.comparingLong(Quiet::nanos))
        .map(Quiet::channel);
  }

  /** A connection with its time without activity. */
  private record Quiet(Channel channel, long nanos) {}

  private long quietNanos(Channel channel) {
    SocketAddress address = channel.remoteAddress();
    return address == null ? 0 : activity.quietNanos(address);
  }

  private boolean hasAsked(Channel channel) {
    SocketAddress address = channel.remoteAddress();
    return address != null && activity.hasAsked(address);
  }

  /** True if no call was made on a connection yet. */
  static boolean isSilent(Channel channel) {
    Http2ConnectionHandler http = channel.pipeline().get(Http2ConnectionHandler.class);
    return http == null || http.connection().remote().lastStreamCreated() == 0;
  }

  private static int openCalls(Channel channel) {
    Http2ConnectionHandler http = channel.pipeline().get(Http2ConnectionHandler.class);
    return http == null ? 0 : http.connection().numActiveStreams();
  }

  private static InetAddress network(@Nullable SocketAddress remote) {
    InetAddress address =
        remote instanceof InetSocketAddress internet ? internet.getAddress() : UNKNOWN;
    if (!(address instanceof Inet6Address)) {
      return address;
    }
    byte[] bytes = address.getAddress();
    Arrays.fill(bytes, SUBNET_BYTES, bytes.length, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError("16 bytes are an address", e);
    }
  }
}
