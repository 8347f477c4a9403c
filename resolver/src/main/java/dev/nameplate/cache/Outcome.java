package dev.nameplate.cache;

import dev.nameplate.resolve.Resolution;

/** The outcome of a question: an answer, or a failure, shared by all that waited for it. */
sealed interface Outcome {
  /** An outcome with an answer. */
  record Answered(Resolution answer) implements Outcome {}

  /**
   * An outcome without an answer.
   *
   * @param cause an unchecked exception
   */
  record Failed(Throwable cause) implements Outcome {}

  /** A failure's cause as a throwable exception; an error is thrown. */
  static RuntimeException thrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException exception
        ? exception
        : new IllegalStateException(cause);
  }
}
