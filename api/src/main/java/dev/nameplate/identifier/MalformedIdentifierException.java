package dev.nameplate.identifier;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.FieldViolation;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.text.NameText;

/** A text is not an identifier, a prefix or a suffix. */
public final class MalformedIdentifierException extends InvalidInputException {
  private static final long serialVersionUID = 1L;

  MalformedIdentifierException(String field, String value, String expected) {
    super(ErrorReason.MALFORMED_IDENTIFIER, field, value, expected);
  }

  MalformedIdentifierException(String field, NameText.Fault fault, String expected) {
    super(ErrorReason.MALFORMED_IDENTIFIER, FieldViolation.said(field, fault.toString(), expected));
  }
}
