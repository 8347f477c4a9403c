package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import java.util.Optional;

/** Another event is recorded under the same name, and says something else, or to others. */
public final class EventConflictException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  private final transient Optional<Receipt> earlier;

  private EventConflictException(String name, String found, Optional<Receipt> earlier) {
    super(
        ErrorReason.EVENT_CONFLICT,
        "name: \"" + name + "\" (expected: the name of no other event): " + found);
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

  /** It is restricted, and the writer may not see it: whether it says the same is not told. */
  public static EventConflictException hidden(String name) {
    return new EventConflictException(
        name,
        "a restricted event has it; a capture whose answer may be lost is repeated by its"
            + " operation id",
        Optional.empty());
  }

  /** It says something else. */
  public static EventConflictException otherContent(String name, Receipt earlier) {
    return with(
        name,
        "says something else; to correct it, withdraw it and record the right one under another"
            + " name",
        earlier);
  }

  /** It says the same, but not to the same readers. */
  public static EventConflictException otherAccess(
      String name, boolean restricted, Receipt earlier) {
    return with(
        name,
        restricted
            ? "is restricted; who reads it cannot be changed"
            : "is for everyone to read; that cannot be changed",
        earlier);
  }

  /** The receipt of the event that has the name; empty if the writer may not see that one. */
  public Optional<Receipt> earlier() {
    return earlier;
  }
}
