package dev.nameplate.identifier;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;

/** A text is not an identifier, a prefix or a suffix. */
public final class MalformedIdentifierException extends InvalidInputException {
  private static final long serialVersionUID = 1L;

  MalformedIdentifierException(String field, String value, String expected) {
    super(ErrorReason.MALFORMED_IDENTIFIER, field, value, expected);
  }
}
