package dev.nameplate.server.bench;

import java.util.Optional;

/** Requests that a loop makes, one after the other or many at a time. Thread-safe. */
interface Load extends AutoCloseable {
  /** Kind of a request. */
  enum Kind {
    ASSIGN("assign"),
    RESOLVE("resolve"),
    TRACE_UP("trace up"),
    TRACE_DOWN("trace down");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** Name of the command that makes only such requests. */
    String word() {
      return word;
    }
  }

  /** Learns how a request ended, once, on any thread. */
  @FunctionalInterface
  interface Outcome {
    /**
     * Reports the end of a request.
     *
     * @param kind its kind
     * @param failure the reason if it failed
     */
    void ended(Kind kind, Optional<String> failure);
  }

  /**
   * Makes the next request and returns before it is answered.
   *
   * @param connection over which connection, from 0
   */
  void begin(int connection, Outcome outcome);

  /** Frees connections; no further request is made. */
  @Override
  default void close() {}
}
