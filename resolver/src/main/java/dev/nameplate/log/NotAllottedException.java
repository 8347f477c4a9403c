package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.identifier.Prefix;

/** The prefix was never allotted by this node. */
public final class NotAllottedException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception for a prefix. */
  public NotAllottedException(Prefix prefix) {
    super(
        ErrorReason.NOT_ALLOTTED,
        "prefix: \""
            + prefix
            + "\" was never allotted here (expected: a prefix allotted by this node)");
  }
}
