package dev.nameplate.server.bench;

import java.util.Optional;

/** Requests that a loop makes, one after the other or many at a time. Thread-safe. */
interface Load extends AutoCloseable {
  /** What a request was. */
  enum Kind {
    ASSIGN("assign"),
    RESOLVE("resolve"),
    TRACE_UP("trace up"),
    TRACE_DOWN("trace down");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** What the command is called that makes only such requests. */
    String word() {
      return word;
    }
  }

  /** Learns how a request ended, once, on any thread. */
  @FunctionalInterface
  interface Outcome {
    /**
     * It ended.
     *
     * @param kind what it was
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

  /** Ends what is open between requests; none is made any more. */
  @Override
  default void close() {}
}
