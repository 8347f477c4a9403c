package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.identifier.Prefix;

/** A prefix, or one above it, is out of use for the time being. */
public final class PrefixSuspendedException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  /** Says which prefix is suspended. */
  public PrefixSuspendedException(Prefix prefix) {
    super(
        ErrorReason.PREFIX_SUSPENDED,
        "prefix: \""
            + prefix
            + "\" is suspended by the authority above it (expected: a prefix in use);"
            + " its holder can ask for it to be resumed");
  }
}
