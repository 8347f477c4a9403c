package dev.nameplate.error;

/** The caller passed something that can never be accepted. Nothing was changed. */
public non-sealed class InvalidInputException extends NameplateException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 120;

  private final String field;

  /**
   * Says what was wrong as {@code field: "value" (expected: …)}.
   *
   * @param reason the reason
   * @param field what was wrong, as a path into the input, for example {@code values[2].index}
   * @param value the offending value; long ones are shortened; control and format characters, here
   *     and in the other texts, are shown as escapes, so that the message is one line that hides
   *     nothing
   * @param expected what would have been accepted
   */
  public InvalidInputException(ErrorReason reason, String field, String value, String expected) {
    super(
        reason,
        VisibleText.of(field + ": \"" + shortened(value) + "\" (expected: " + expected + ")"),
        null);
    this.field = field;
  }

  /** What was wrong, as a path into the input, for example {@code values[2].index}. */
  public final String field() {
    return field;
  }

  private static String shortened(String value) {
    if (value.length() <= SHOWN) {
      return value;
    }
    boolean inPair = Character.isHighSurrogate(value.charAt(SHOWN - 1));
    return value.substring(0, inPair ? SHOWN - 1 : SHOWN) + "…";
  }
}
