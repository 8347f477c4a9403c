package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.trust.note.LogName;

/** The record is in the node's former log, which is read-only. */
public final class FormerRecordException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception for a change of a record of the former log. */
  public FormerRecordException(Identifier identifier, LogName log) {
    super(
        ErrorReason.READ_ONLY,
        "identifier: \""
            + identifier
            + "\" is in the former log "
            + log
            + ", which is read-only (expected: a record of the current log); a newer version may "
            + "have been lost, so it cannot be changed; assign a new identifier instead");
  }
}
