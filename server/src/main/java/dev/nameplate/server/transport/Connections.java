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
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The open connections of a port, the oldest first. When there are as many as may be, a further one
 * takes the place of the oldest on which no call was ever made, else of the oldest without an open
 * call, else of that on whose calls nothing came or went for longest, if that is long; it is
 * refused where there is none. So connections that say nothing keep nobody out. Thread-safe.
 */
final class Connections {
  private static final InetAddress UNKNOWN = InetAddress.getLoopbackAddress();
  private static final int SUBNET_BYTES = 8;

  private final int most;
  private final int mostOfAddress;
  private final long stallNanos;
  private final ToLongFunction<SocketAddress> quietNanos;

  // Guarded by this.
  private final Set<Channel> open = new LinkedHashSet<>();
  private final Map<InetAddress, Set<Channel>> byAddress = new HashMap<>();

  /**
   * No connections yet.
   *
   * @param most how many there may be
   * @param mostOfAddress how many of one network address, or of one /64 network of IPv6: whoever
   *     has one address of it has all
   * @param stallNanos how long nothing must have come or gone for a connection to give way
   * @param quietNanos for how long nothing has
   */
  Connections(
      int most, int mostOfAddress, long stallNanos, ToLongFunction<SocketAddress> quietNanos) {
    this.most = most;
    this.mostOfAddress = mostOfAddress;
    this.stallNanos = stallNanos;
    this.quietNanos = quietNanos;
  }

  /** Takes a connection in, until it is closed; false if it must be closed at once. */
  boolean admit(Channel channel) {
    Optional<Channel> displaced = Optional.empty();
    InetAddress network = network(channel.remoteAddress());
    synchronized (this) {
      Set<Channel> ofAddress = byAddress.getOrDefault(network, Set.of());
      if (ofAddress.size() >= mostOfAddress || open.size() >= most) {
        displaced = dispensable(ofAddress.size() >= mostOfAddress ? ofAddress : open);
        if (displaced.isEmpty()) {
          return false;
        }
        remove(displaced.get(), network(displaced.get().remoteAddress()));
      }
      open.add(channel);
      byAddress.computeIfAbsent(network, any -> new LinkedHashSet<>()).add(channel);
    }
    displaced.ifPresent(Connections::close);
    var unused = channel.closeFuture().addListener(closed -> remove(channel, network));
    return true;
  }

  /** How many there are. */
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
    return oldest(channels, Connections::isSilent)
        .or(() -> oldest(channels, channel -> openCalls(channel) == 0))
        .or(() -> quietest(channels));
  }

  private Optional<Channel> quietest(Collection<Channel> channels) {
    return channels.stream()
        .map(channel -> new Quiet(channel, quietNanos(channel)))
        .filter(quiet -> quiet.nanos() > stallNanos)
        .max(Comparator.comparingLong(Quiet::nanos))
        .map(Quiet::channel);
  }

  /** For how long nothing came or went on a connection. */
  private record Quiet(Channel channel, long nanos) {}

  private long quietNanos(Channel channel) {
    SocketAddress address = channel.remoteAddress();
    return address == null ? 0 : quietNanos.applyAsLong(address);
  }

  private static Optional<Channel> oldest(Collection<Channel> channels, Predicate<Channel> which) {
    return channels.stream().filter(which).findFirst();
  }

  /** Whether no call was made on a connection yet. */
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
