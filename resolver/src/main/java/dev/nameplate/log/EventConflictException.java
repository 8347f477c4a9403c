package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;

/** Another event is recorded under the same name, and says something else, or to others. */
public final class EventConflictException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  private final transient Receipt earlier;

  private EventConflictException(String name, String found, Receipt earlier) {
    super(
        ErrorReason.EVENT_CONFLICT,
        "name: \""
            + name
            + "\" (expected: the name of no other event): the event "
            + earlier.identifier().suffix()
            + " at position "
            + earlier.position()
            + " has it, and "
            + found);
    this.earlier = earlier;
  }

  /** It says something else. */
  static EventConflictException otherContent(String name, Receipt earlier) {
    return new EventConflictException(
        name,
        "says something else; to correct it, withdraw it and record the right one under another"
            + " name",
        earlier);
  }

  /** It says the same, but not to the same readers. */
  static EventConflictException otherAccess(String name, boolean restricted, Receipt earlier) {
    return new EventConflictException(
        name,
        restricted
            ? "is restricted; who reads it cannot be changed"
            : "is for everyone to read; that cannot be changed",
        earlier);
  }

  /** The receipt of the event that has the name. */
  public Receipt earlier() {
    return earlier;
  }
}
