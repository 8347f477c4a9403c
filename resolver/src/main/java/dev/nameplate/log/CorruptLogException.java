package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;

/** The store does not hold what its head says was committed. */
public final class CorruptLogException extends NodeException {
  private static final long serialVersionUID = 1L;

  private CorruptLogException(String message) {
    super(ErrorReason.DATA_CORRUPT, message + "; restore this node from a backup");
  }

  static CorruptLogException missing(String what) {
    return new CorruptLogException(
        "log: the " + what + " is missing (expected: every committed row)");
  }

  static CorruptLogException different(String what, Object found, Object expected) {
    return new CorruptLogException(
        "log: " + what + " is " + found + " (expected: " + expected + ")");
  }
}
