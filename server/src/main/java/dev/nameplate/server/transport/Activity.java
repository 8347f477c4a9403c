package dev.nameplate.server.transport;

import java.net.SocketAddress;

/** What came and went on the calls of the connection of an address. Thread-safe. */
public interface Activity {
  /** Whether a request arrived whole; false for an unknown address. */
  boolean hasAsked(SocketAddress address);

  /** For how many nanoseconds nothing came or went; 0 for an unknown address. */
  long quietNanos(SocketAddress address);
}
