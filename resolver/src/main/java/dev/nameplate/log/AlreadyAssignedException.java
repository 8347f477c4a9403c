package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.trust.statement.IdentifierRange;

/**
 * The identifier was assigned before. It is never assigned again, not even after it was retired.
 */
public final class AlreadyAssignedException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  private final transient Receipt newest;
  private final boolean sameContent;

  private AlreadyAssignedException(
      ErrorReason reason, String message, Receipt newest, boolean sameContent) {
    super(reason, message);
    this.newest = newest;
    this.sameContent = sameContent;
  }

  /** Creates the exception for a retired identifier, with reason {@code RETIRED}. */
  public static AlreadyAssignedException retired(Identifier identifier, Receipt newest) {
    return new AlreadyAssignedException(
        ErrorReason.RETIRED,
        "identifier: \""
            + identifier
            + "\" was retired in version "
            + newest.version()
            + at(newest)
            + " (expected: an identifier never assigned before); a retired identifier is never"
            + " assigned again",
        newest,
        false);
  }

  public AlreadyAssignedException(Identifier identifier, Receipt newest, boolean sameContent) {
    this(
        ErrorReason.ALREADY_ASSIGNED,
        "identifier: \""
            + identifier
            + "\" is already assigned (expected: an identifier never assigned"
            + " before); its newest version is "
            + newest.version()
            + by(newest)
            + (sameContent ? ", with the same values" : ""),
        newest,
        sameContent);
  }

  /**
   * Creates the exception for a range with an assigned member.
   *
   * @param newest the receipt of its newest version, or of the range that it is a member of
   */
  public AlreadyAssignedException(
      IdentifierRange range, Identifier member, Receipt newest, boolean sameContent) {
    super(
        ErrorReason.ALREADY_ASSIGNED,
        "range: "
            + range
            + (sameContent
                ? " is already assigned" + at(newest) + ", with the same values"
                : " holds \"" + member + "\", which is already assigned" + by(newest))
            + " (expected: a range of which no identifier was ever assigned)");
    this.newest = newest;
    this.sameContent = sameContent;
  }

  private static String by(Receipt newest) {
    return newest
            .extent()
            .map(extent -> " by the range " + newest.identifier() + " to " + extent.last())
            .orElse("")
        + at(newest);
  }

  private static String at(Receipt newest) {
    return " at position " + newest.position() + " of the log";
  }

  /** The receipt of the identifier's newest version, or of the range that it is a member of. */
  public Receipt newest() {
    return newest;
  }

  /**
   * True if the identifier is in its first version with exactly the values that were to be
   * assigned. False if it has values hidden from the writer, which are not compared.
   */
  public boolean sameContent() {
    return sameContent;
  }
}
