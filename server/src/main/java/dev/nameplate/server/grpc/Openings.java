package dev.nameplate.server.grpc;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import java.util.concurrent.atomic.AtomicInteger;

/** How many streams of one kind are open at once in a server. Thread-safe. */
final class Openings {
  private final String what;
  private final int most;
  private final AtomicInteger open = new AtomicInteger();

  /**
   * None are open.
   *
   * @param what what is open, in the plural, for messages
   */
  Openings(String what, int most) {
    this.what = what;
    this.most = most;
  }

  /**
   * Opens another.
   *
   * @throws NodeException {@code OVERLOADED} if too many are
   */
  void open() {
    if (open.incrementAndGet() > most) {
      open.decrementAndGet();
      throw new NodeException(
          ErrorReason.OVERLOADED,
          "node: " + most + " " + what + " are open (expected: fewer); ask again later");
    }
  }

  /** Closes one that was opened. */
  void close() {
    open.decrementAndGet();
  }
}
