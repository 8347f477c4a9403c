package dev.nameplate.resolve;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;

/** The time for a question is up. */
public final class TimedOutException extends NodeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public TimedOutException() {
    super(
        ErrorReason.TIMED_OUT,
        "query: timed out (expected: an answer before the deadline); retry or allow more time");
  }
}
