package dev.nameplate.server.transport;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
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

  /** The bytes of an IPv6 address that name a network. */
  private static final int NETWORK_BYTES = 8;

  /** How many connections beyond the most may stay because a call came as they were displaced. */
  private static final int EXCESS = 16;

  private final int most;
  private final int mostOfAddress;

  // Guarded by this.
  private final Set<Channel> open = new LinkedHashSet<>();
  private final Map<ByteBuffer, Set<Channel>> byAddress = new HashMap<>();

  /**
   * No connections yet.
   *
   * @param most how many there may be
   * @param mostOfAddress how many of one network address; of IPv6, of one network (/64)
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
      add(channel);
    }
    displaced.ifPresent(this::close);
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

  /** Closes a connection unless a call came meanwhile: then there may be one more. */
  private void close(Channel channel) {
    if (!channel.isRegistered()) {
      channel.unsafe().closeForcibly();
      return;
    }
    channel
        .eventLoop()
        .execute(
            () -> {
              if (openCalls(channel) == 0 || !stay(channel)) {
                var unused = channel.close();
              }
            });
  }

  private synchronized boolean stay(Channel channel) {
    if (open.size() >= most + EXCESS) {
      return false;
    }
    add(channel);
    return true;
  }

  // Guarded by this.
  private void add(Channel channel) {
    open.add(channel);
    byAddress.computeIfAbsent(address(channel), any -> new LinkedHashSet<>()).add(channel);
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

  /** The network address; of IPv6 the half that names a network: its owner has all the rest. */
  private static ByteBuffer address(Channel channel) {
    SocketAddress remote = channel.remoteAddress();
    byte[] address =
        (remote instanceof InetSocketAddress internet ? internet.getAddress() : UNKNOWN)
            .getAddress();
    return ByteBuffer.wrap(address, 0, Math.min(address.length, NETWORK_BYTES));
  }
}
