package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;

/**
 * Names a write, so that its repeat is recognised and answered with the first receipt. It is
 * remembered for at least 7 days after the write, also across restarts.
 *
 * @param text 1 to 64 printable ASCII characters without spaces; empty only in {@link #NONE}
 */
public record OperationId(String text) {
  /** No operation id: no repeat is recognised. */
  public static final OperationId NONE = new OperationId("");

  private static final int MAX_LENGTH = 64;

  /** Checks length and characters. */
  public OperationId {
    if (text.length() > MAX_LENGTH || text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new InvalidInputException(
          ErrorReason.INVALID_ARGUMENT,
          "operation_id",
          text,
          "1 to " + MAX_LENGTH + " printable ASCII characters without spaces");
    }
  }

  /** An operation id; the empty text gives {@link #NONE}. */
  public static OperationId of(String text) {
    return text.isEmpty() ? NONE : new OperationId(text);
  }

  /** Whether this is {@link #NONE}. */
  public boolean isNone() {
    return text.isEmpty();
  }
}
