package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.trust.note.LogName;

/** The record stands in the node's former log, which is only read. */
public final class FormerRecordException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  /** The refusal to change what a former log assigned. */
  public FormerRecordException(Identifier identifier, LogName log) {
    super(
        ErrorReason.READ_ONLY,
        "identifier: \""
            + identifier
            + "\" stands in the former log "
            + log
            + ", which is only read (expected: a record of the log that the node has now); a newer"
            + " version of it may have been lost, so none is made; assign a new identifier instead");
  }
}
