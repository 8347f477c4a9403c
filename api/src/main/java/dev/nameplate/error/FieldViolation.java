package dev.nameplate.error;

import java.util.Collection;

/**
 * One field that is wrong.
 *
 * @param field a path into the input, for example {@code values[lot_number]}
 * @param message field, value and what was expected, in one line that hides nothing
 */
public record FieldViolation(String field, String message) {
  private static final int SHOWN = 120;

  /** Says {@code field: "value" (expected: …)}; a long value is shortened. */
  public static FieldViolation of(String field, String value, String expected) {
    return said(field, "\"" + shortened(value) + "\"", expected);
  }

  /** Says {@code field: what (expected: …)}, for example that it is missing. */
  public static FieldViolation said(String field, String what, String expected) {
    return new FieldViolation(
        field, VisibleText.within(field + ": " + what + " (expected: " + expected + ")"));
  }

  /** Says that a field is not known, and which known one may be meant. */
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
