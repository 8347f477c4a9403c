package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.identifier.Identifier;

/** The caller may not make this change of the current record. */
public final class NotPermittedException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  /**
   * The refusal of a change.
   *
   * @param change the change, for example {@code change value 3}
   * @param expected the permission that it needs
   */
  public NotPermittedException(Identifier identifier, String change, String expected) {
    super(
        ErrorReason.INVALID_ARGUMENT,
        "identifier: \""
            + identifier
            + "\": the caller may not "
            + change
            + " (expected: "
            + expected
            + ")");
  }
}
