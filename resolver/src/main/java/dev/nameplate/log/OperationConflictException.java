package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;

/** The operation id was used before, for a write with other content. */
public final class OperationConflictException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  /** The refusal of another write under an operation id that is used. */
  public OperationConflictException(OperationId operation) {
    super(
        ErrorReason.OPERATION_CONFLICT,
        "operation_id: \""
            + operation.text()
            + "\" was used before for another write (expected: a unique id for every write)");
  }
}
