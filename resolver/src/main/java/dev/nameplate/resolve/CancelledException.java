package dev.nameplate.resolve;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;

/** A question was cancelled, because its answer is no longer wanted. */
public final class CancelledException extends NodeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public CancelledException() {
    super(ErrorReason.CANCELLED, "query: cancelled (expected: a caller that waits); retry");
  }
}
