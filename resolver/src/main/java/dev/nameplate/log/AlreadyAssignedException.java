package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;

/**
 * The identifier was assigned before. It is never assigned again, not even after it was retired.
 */
public final class AlreadyAssignedException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  private final transient Receipt newest;
  private final boolean sameContent;

  AlreadyAssignedException(Receipt newest, boolean sameContent) {
    super(
        ErrorReason.ALREADY_ASSIGNED,
        "identifier: \""
            + newest.identifier()
            + "\" is already assigned (expected: an identifier never assigned"
            + " before); its newest version is "
            + newest.version()
            + (sameContent ? ", with the same values" : ""));
    this.newest = newest;
    this.sameContent = sameContent;
  }

  /** The receipt of the identifier's newest version. */
  public Receipt newest() {
    return newest;
  }

  /**
   * Whether the identifier is in its first version and that has exactly the values that were to be
   * assigned.
   */
  public boolean sameContent() {
    return sameContent;
  }
}
