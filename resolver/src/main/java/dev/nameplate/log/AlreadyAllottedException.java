package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.identifier.Prefix;

/**
 * The prefix was allotted before, or overlaps with one that was. It is never allotted again, not
 * even after it was revoked.
 */
public final class AlreadyAllottedException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  /**
   * Says which prefix was asked for, and which stands in the way.
   *
   * @param existing the same, or one above or below it
   */
  public AlreadyAllottedException(Prefix asked, Prefix existing) {
    super(
        ErrorReason.ALREADY_ALLOTTED,
        "prefix: \""
            + asked
            + "\" "
            + relation(asked, existing)
            + " (expected: a prefix never allotted before, neither above nor below one that is)");
  }

  private static String relation(Prefix asked, Prefix existing) {
    if (asked.equals(existing)) {
      return "is already allotted";
    }
    return (asked.contains(existing) ? "stands above " : "stands below ")
        + existing
        + ", which is already allotted";
  }
}
