package dev.nameplate.trace;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import java.time.Instant;

/** Which part of the log an answer is about: what was recorded later does not exist for it. */
public sealed interface AsOf {
  /** All of it. */
  enum Now implements AsOf {
    /** The only one. */
    NOW
  }

  /**
   * What the log held once.
   *
   * @param statements how many statements it held then, 0 or more
   */
  record Position(long statements) implements AsOf {
    /** Checks the range. */
    public Position {
      if (statements < 0) {
        throw new InvalidInputException(
            ErrorReason.INVALID_ARGUMENT, "position", Long.toString(statements), "0 or more");
      }
    }
  }

  /**
   * What the log held at a time.
   *
   * @param moment compared with the times of batches; those made at it count
   */
  record Time(Instant moment) implements AsOf {}
}
