package dev.nameplate.server.traffic;

/**
 * What the calls of one connection hold, whether it ever asked something, and when something last
 * came or went on its calls. Thread-safe.
 */
final class Connection {
  private final ByteBudget budget;
  private volatile long active = System.nanoTime();
  private volatile boolean asked;

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

  /** For how long nothing came or was read. */
  long quietNanos(long now) {
    return Math.max(0, now - active);
  }

  /** A request arrived whole. */
  void asked() {
    asked = true;
  }

  /** Whether a request arrived whole. */
  boolean hasAsked() {
    return asked;
  }
}
