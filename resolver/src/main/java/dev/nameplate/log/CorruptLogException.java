package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;

/** The store lacks data that its head covers. */
public final class CorruptLogException extends NodeException {
  private static final long serialVersionUID = 1L;

  private static final String RESTORE = "; restore this node from a backup";

  private static final String REBUILD =
      "; run log rebuild, which derives it again from the statements; if that fails, restore "
          + "this node from a backup";

  private CorruptLogException(String message) {
    super(ErrorReason.DATA_CORRUPT, message);
  }

  /** A row of the log itself is missing. */
  public static CorruptLogException missing(String what) {
    return new CorruptLogException(
        "log: the " + what + " is missing (expected: every committed row)" + RESTORE);
  }

  /** A row is missing that follows from the log. */
  public static CorruptLogException missingDerived(String what) {
    return new CorruptLogException(
        "log: the " + what + " is missing (expected: every committed row)" + REBUILD);
  }

  /** The error of a row that differs from what follows from the log. */
  public static CorruptLogException different(String what, Object found, Object expected) {
    return new CorruptLogException(
        "log: " + what + " is " + found + " (expected: " + expected + ")" + RESTORE);
  }

  /** Something that follows from the log is not what follows from it. */
  public static CorruptLogException differentDerived(String what, Object found, Object expected) {
    return new CorruptLogException(
        "log: " + what + " is " + found + " (expected: " + expected + ")" + REBUILD);
  }
}
