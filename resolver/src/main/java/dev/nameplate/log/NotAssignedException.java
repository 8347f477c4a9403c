package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.identifier.Identifier;

/** The identifier was never assigned. */
public final class NotAssignedException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  /** The refusal about an identifier that has no record. */
  public NotAssignedException(Identifier identifier) {
    super(
        ErrorReason.NOT_ASSIGNED,
        "identifier: \""
            + identifier
            + "\" was never assigned (expected: an assigned identifier); assign it first");
  }
}
