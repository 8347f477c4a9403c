package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.event.EventId;
import dev.nameplate.identifier.Prefix;

/** The event is not recorded. */
public final class NotRecordedException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception for an event and its recorder. */
  public NotRecordedException(String field, EventId id, Prefix recorder) {
    super(
        ErrorReason.NOT_RECORDED,
        field + ": \"" + id + "\" (expected: an event recorded under " + recorder + ")");
  }
}
