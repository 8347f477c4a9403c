package dev.nameplate.server.traffic;

/**
 * What the calls of one connection hold, and when something last came or went on them. Thread-safe.
 */
final class Connection {
  private final ByteBudget budget;
  private volatile long active = System.nanoTime();

  Connection(ByteBudget budget) {
    this.budget = budget;
  }

  ByteBudget budget() {
    return budget;
  }

  /** Something came, or was read. */
  void touch(long nanos) {
    active = nanos;
  }

  /** For how long nothing has. */
  long quietNanos(long now) {
    return Math.max(0, now - active);
  }
}
