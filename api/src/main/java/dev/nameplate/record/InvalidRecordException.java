package dev.nameplate.record;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;

/** A record or one of its values is outside its bounds. */
public final class InvalidRecordException extends InvalidInputException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception for a field, its value, and the expected value. */
  public InvalidRecordException(String field, String value, String expected) {
    super(ErrorReason.INVALID_RECORD, field, value, expected);
  }
}
