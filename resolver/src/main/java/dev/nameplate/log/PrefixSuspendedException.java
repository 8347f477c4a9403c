package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.identifier.Prefix;

/** A prefix, or a prefix above it, is suspended. */
public final class PrefixSuspendedException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception for the suspended prefix. */
  public PrefixSuspendedException(Prefix prefix) {
    super(
        ErrorReason.PREFIX_SUSPENDED,
        "prefix: \""
            + prefix
            + "\" is suspended by its parent authority (expected: a prefix in use); its holder "
            + "can ask the parent authority to resume it");
  }
}
