package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import java.util.Optional;

/** An event of the same name is recorded with other content or other readers. */
public final class EventConflictException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  private final transient Optional<Receipt> earlier;

  private EventConflictException(String name, String found, Optional<Receipt> earlier) {
    super(
        ErrorReason.EVENT_CONFLICT,
        "name: \"" + name + "\" (expected: a name that no other event has): " + found);
    this.earlier = earlier;
  }

  private static EventConflictException with(String name, String found, Receipt earlier) {
    return new EventConflictException(
        name,
        "the event "
            + earlier.identifier().suffix()
            + " at position "
            + earlier.position()
            + " has it, and "
            + found,
        Optional.of(earlier));
  }

  /** Creates the exception for a restricted event that is hidden from the writer. */
  public static EventConflictException hidden(String name) {
    return new EventConflictException(
        name,
        "a restricted event has it; repeat a capture with its operation id if its answer was lost",
        Optional.empty());
  }

  /** Creates the exception for an event with other content. */
  public static EventConflictException otherContent(String name, Receipt earlier) {
    return with(
        name,
        "has other content; to correct it, withdraw it and record the right event under another name",
        earlier);
  }

  /** Creates the exception for an event with the same content, but other readers. */
  public static EventConflictException otherAccess(
      String name, boolean restricted, Receipt earlier) {
    return with(
        name,
        restricted
            ? "is restricted; this cannot be changed"
            : "is unrestricted; this cannot be changed",
        earlier);
  }

  /** The receipt of the event that has the name; empty if the writer may not see that one. */
  public Optional<Receipt> earlier() {
    return earlier;
  }
}
