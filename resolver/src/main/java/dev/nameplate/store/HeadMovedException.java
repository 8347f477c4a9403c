package dev.nameplate.store;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;

/** The head was moved by another process, which has taken over the log. */
public final class HeadMovedException extends NodeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception for the expected and the found head. */
  public HeadMovedException(Head expected, Head found) {
    super(
        ErrorReason.NODE_STOPPED,
        "head: epoch "
            + found.epoch()
            + ", batch "
            + found.batches()
            + " (expected: epoch "
            + expected.epoch()
            + ", batch "
            + expected.batches()
            + "); another process owns this log, stop one of the two");
  }
}
