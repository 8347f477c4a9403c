package dev.nameplate.cache;

import dev.nameplate.resolve.Resolution;

/** What came of asking: an answer, or a failure that everyone who waited for it is told. */
sealed interface Outcome {
  /** There is an answer. */
  record Answered(Resolution answer) implements Outcome {}

  /**
   * There is none.
   *
   * @param cause unchecked
   */
  record Failed(Throwable cause) implements Outcome {}

  /** A failure's cause as it may be thrown; an error is. */
  static RuntimeException thrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException exception
        ? exception
        : new IllegalStateException(cause);
  }
}
