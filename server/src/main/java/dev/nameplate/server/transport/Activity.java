package dev.nameplate.server.transport;

import java.net.SocketAddress;

/** Activity on the calls of the connection of an address. Thread-safe. */
public interface Activity {
  /** True if a request arrived completely; false for an unknown address. */
  boolean hasAsked(SocketAddress address);

  /** Time without activity, in nanoseconds; 0 for an unknown address. */
  long quietNanos(SocketAddress address);
}
