package dev.nameplate.event;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.FieldViolation;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.text.NameText;

/** An event, or something in it, is outside its bounds. */
public final class InvalidEventException extends InvalidInputException {
  private static final long serialVersionUID = 1L;

  private final String value;
  private final String expected;

  /** Creates the exception with field, offending value and expected value. */
  public InvalidEventException(String field, String value, String expected) {
    super(ErrorReason.INVALID_EVENT, field, value, expected);
    this.value = value;
    this.expected = expected;
  }

  /** Creates the exception with field, offending character and expected value. */
  public InvalidEventException(String field, NameText.Fault fault, String expected) {
    super(ErrorReason.INVALID_EVENT, FieldViolation.said(field, fault.toString(), expected));
    this.value = fault.toString();
    this.expected = expected;
  }

  /** Copy of this exception for a field nested in a path. */
  InvalidEventException within(String path) {
    return new InvalidEventException(path + field(), value, expected);
  }
}
