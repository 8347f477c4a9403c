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

  /** Names field, offending value and what was expected. */
  public InvalidEventException(String field, String value, String expected) {
    super(ErrorReason.INVALID_EVENT, field, value, expected);
    this.value = value;
    this.expected = expected;
  }

  /** Names field, offending character and what was expected. */
  public InvalidEventException(String field, NameText.Fault fault, String expected) {
    super(ErrorReason.INVALID_EVENT, FieldViolation.said(field, fault.toString(), expected));
    this.value = fault.toString();
    this.expected = expected;
  }

  /** The same of a field further inside. */
  InvalidEventException within(String path) {
    return new InvalidEventException(path + field(), value, expected);
  }
}
