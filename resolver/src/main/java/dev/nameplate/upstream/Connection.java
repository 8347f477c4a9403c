package dev.nameplate.upstream;

import io.grpc.ManagedChannel;
import java.net.InetSocketAddress;

/** A way to one address and port, and when something was last heard from there. Thread-safe. */
final class Connection {
  private final InetSocketAddress address;
  private final ManagedChannel channel;
  private volatile boolean heardOf;
  private volatile long heardAt;

  Connection(InetSocketAddress address, ManagedChannel channel) {
    this.address = address;
    this.channel = channel;
  }

  InetSocketAddress address() {
    return address;
  }

  ManagedChannel channel() {
    return channel;
  }

  /** Notes that data was received. */
  void heard() {
    heardAt = System.nanoTime();
    heardOf = true;
  }

  /** True if nothing was received since a time of {@link System#nanoTime}. */
  boolean silentSince(long nanos) {
    return !heardOf || heardAt - nanos < 0;
  }

  /** Accepts no further calls; running calls may end. */
  void retire() {
    channel.shutdown();
  }

  /** Ends all calls. */
  void end() {
    channel.shutdownNow();
  }
}
