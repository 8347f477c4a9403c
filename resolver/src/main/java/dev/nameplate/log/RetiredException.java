package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.identifier.Identifier;

/** The identifier was retired, which is final. */
public final class RetiredException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  /** The refusal to change a retired identifier. */
  public RetiredException(Identifier identifier, long version) {
    super(
        ErrorReason.RETIRED,
        "identifier: \""
            + identifier
            + "\" was retired in version "
            + version
            + " (expected: an identifier in use); retirement is permanent");
  }
}
