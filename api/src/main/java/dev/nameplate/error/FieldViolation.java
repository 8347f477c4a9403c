package dev.nameplate.error;

import java.util.Collection;

/**
 * A wrong field of an input, with its message.
 *
 * @param field a path into the input, for example {@code values[lot_number]}
 * @param message field, value and what was expected, in one line without invisible characters
 */
public record FieldViolation(String field, String message) {
  private static final int SHOWN = 120;

  /**
   * A violation with the message {@code field: "value" (expected: …)}; a long value is shortened.
   */
  public static FieldViolation of(String field, String value, String expected) {
    return said(field, "\"" + shortened(value) + "\"", expected);
  }

  /**
   * A violation with the message {@code field: what (expected: …)}, for example that the field is
   * missing.
   */
  public static FieldViolation said(String field, String what, String expected) {
    return new FieldViolation(
        field, VisibleText.within(field + ": " + what + " (expected: " + expected + ")"));
  }

  /** A violation for an unknown field, with the known field that may be meant. */
  public static FieldViolation unknown(String path, String name, Collection<String> known) {
    return new FieldViolation(
        path, VisibleText.of(Spelling.unknown("field", shortened(path), name, known)));
  }

  private static String shortened(String value) {
    if (value.length() <= SHOWN) {
      return value;
    }
    boolean inPair = Character.isHighSurrogate(value.charAt(SHOWN - 1));
    return value.substring(0, inPair ? SHOWN - 1 : SHOWN) + "…";
  }
}
