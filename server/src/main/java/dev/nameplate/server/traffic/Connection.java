package dev.nameplate.server.traffic;

/**
 * State of a connection: bytes held by its calls, its first complete request, and the time of its
 * last activity. Thread-safe.
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

  /** Notes activity. */
  void touch(long nanos) {
    active = nanos;
  }

  /** Time without activity. */
  long quietNanos(long now) {
    return Math.max(0, now - active);
  }

  /** A request arrived whole. */
  void asked() {
    asked = true;
  }

  /** True if a request arrived completely. */
  boolean hasAsked() {
    return asked;
  }
}
