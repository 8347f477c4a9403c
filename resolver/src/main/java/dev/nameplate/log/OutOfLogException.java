package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;

/** The log has no such batch, position or size. */
public final class OutOfLogException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  private OutOfLogException(String message) {
    super(ErrorReason.OUT_OF_LOG, message);
  }

  /** Throws unless a value is within the log. */
  public static void require(String field, long value, long least, long most) {
    if (value < least || value > most) {
      String range = most < least ? "the log is still empty" : least + " to " + most;
      throw new OutOfLogException(field + ": \"" + value + "\" (expected: " + range + ")");
    }
  }
}
