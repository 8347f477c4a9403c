package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.identifier.Prefix;

/** A prefix, or a prefix above it, is revoked for ever. */
public final class PrefixRevokedException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception for the revoked prefix. */
  public PrefixRevokedException(Prefix prefix) {
    super(
        ErrorReason.PREFIX_REVOKED,
        "prefix: \""
            + prefix
            + "\" is permanently revoked by its parent authority (expected: a prefix in use)");
  }
}
