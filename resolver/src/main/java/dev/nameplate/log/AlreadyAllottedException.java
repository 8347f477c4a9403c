package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.identifier.Prefix;

/**
 * The prefix was allotted before, or overlaps with an allotted prefix. It is never allotted again,
 * not even after its revocation.
 */
public final class AlreadyAllottedException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception for the requested prefix and the existing prefix.
   *
   * @param existing the same prefix, or a prefix above or below it
   */
  public AlreadyAllottedException(Prefix asked, Prefix existing) {
    super(
        ErrorReason.ALREADY_ALLOTTED,
        "prefix: \""
            + asked
            + "\" "
            + relation(asked, existing)
            + " (expected: a prefix never allotted before, and not above or below an allotted prefix)");
  }

  private static String relation(Prefix asked, Prefix existing) {
    if (asked.equals(existing)) {
      return "is already allotted";
    }
    return (asked.contains(existing) ? "is above " : "is below ")
        + existing
        + ", which is already allotted";
  }
}
