package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.identifier.Identifier;

/** The newest version is not the version that the writer expected: there was another write. */
public final class VersionMismatchException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  private final long newest;

  /** The refusal of a write that expects another version. */
  public VersionMismatchException(Identifier identifier, long expected, long newest) {
    super(
        ErrorReason.VERSION_MISMATCH,
        "expected_version: \""
            + expected
            + "\" (expected: "
            + newest
            + ", the newest version of "
            + identifier
            + "); read the current version and retry");
    this.newest = newest;
  }

  /** The newest version. */
  public long newest() {
    return newest;
  }
}
