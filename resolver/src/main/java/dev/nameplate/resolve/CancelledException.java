package dev.nameplate.resolve;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;

/** A question was cancelled: nobody waits for its answer any more. */
public final class CancelledException extends NodeException {
  private static final long serialVersionUID = 1L;

  /** Says that the work on it ended. */
  public CancelledException() {
    super(ErrorReason.CANCELLED, "question: cancelled (expected: a caller who waits); ask again");
  }
}
