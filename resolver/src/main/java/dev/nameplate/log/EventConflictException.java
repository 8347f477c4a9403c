package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;

/** Another event is recorded under the same name, and says something else. */
public final class EventConflictException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  private final transient Receipt earlier;

  /**
   * Names the event that has the name.
   *
   * @param name the name
   * @param earlier its receipt
   */
  EventConflictException(String name, Receipt earlier) {
    super(
        ErrorReason.EVENT_CONFLICT,
        "name: \""
            + name
            + "\" (expected: the name of no other event): the event "
            + earlier.identifier().suffix()
            + " at position "
            + earlier.position()
            + " has it, and says something else; to correct it, withdraw it and record the right"
            + " one under another name");
    this.earlier = earlier;
  }

  /** The receipt of the event that has the name. */
  public Receipt earlier() {
    return earlier;
  }
}
