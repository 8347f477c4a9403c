package dev.nameplate.server.transport;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The open connections of a port, the oldest first. When there are as many as may be, a further one
 * takes the place of the oldest on which no call was ever made, else of the oldest without an open
 * call; it is refused where every connection has one. So connections that say nothing keep nobody
 * out. Thread-safe.
 */
final class Connections {
  private static final InetAddress UNKNOWN = InetAddress.getLoopbackAddress();

  private final int most;
  private final int mostOfAddress;

  // Guarded by this.
  private final Set<Channel> open = new LinkedHashSet<>();
  private final Map<InetAddress, Set<Channel>> byAddress = new HashMap<>();

  /**
   * No connections yet.
   *
   * @param most how many there may be
   * @param mostOfAddress how many of one network address
   */
  Connections(int most, int mostOfAddress) {
    this.most = most;
    this.mostOfAddress = mostOfAddress;
  }

  /** Takes a connection in, until it is closed; false if it must be closed at once. */
  boolean admit(Channel channel) {
    Optional<Channel> displaced = Optional.empty();
    synchronized (this) {
      Set<Channel> ofAddress = byAddress.getOrDefault(address(channel), Set.of());
      if (ofAddress.size() >= mostOfAddress || open.size() >= most) {
        displaced = dispensable(ofAddress.size() >= mostOfAddress ? ofAddress : open);
        if (displaced.isEmpty()) {
          return false;
        }
        remove(displaced.get());
      }
      open.add(channel);
      byAddress.computeIfAbsent(address(channel), any -> new LinkedHashSet<>()).add(channel);
    }
    displaced.ifPresent(Connections::close);
    var unused = channel.closeFuture().addListener(closed -> remove(channel));
    return true;
  }

  /** How many there are. */
  synchronized int count() {
    return open.size();
  }

  private synchronized void remove(Channel channel) {
    open.remove(channel);
    byAddress.computeIfPresent(
        address(channel),
        (address, channels) -> channels.remove(channel) && channels.isEmpty() ? null : channels);
  }

  private static void close(Channel channel) {
    if (channel.isRegistered()) {
      var unused = channel.close();
    } else {
      channel.unsafe().closeForcibly(); // it has no event loop yet
    }
  }

  private static Optional<Channel> dispensable(Collection<Channel> channels) {
    return oldest(channels, Connections::isSilent)
        .or(() -> oldest(channels, channel -> openCalls(channel) == 0));
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

  private static InetAddress address(Channel channel) {
    SocketAddress remote = channel.remoteAddress();
    return remote instanceof InetSocketAddress internet ? internet.getAddress() : UNKNOWN;
  }
}
