package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.identifier.Prefix;

/** A prefix, or one above it, is out of use for ever. */
public final class PrefixRevokedException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  /** Says which prefix is revoked. */
  public PrefixRevokedException(Prefix prefix) {
    super(
        ErrorReason.PREFIX_REVOKED,
        "prefix: \""
            + prefix
            + "\" is revoked for ever by the authority above it (expected: a prefix in use)");
  }
}
