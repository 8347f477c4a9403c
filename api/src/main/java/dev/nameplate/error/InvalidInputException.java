package dev.nameplate.error;

import java.util.List;

/** The caller passed something that can never be accepted. Nothing was changed. */
public non-sealed class InvalidInputException extends NameplateException {
  private static final long serialVersionUID = 1L;

  private final String field;

  /**
   * Creates the exception with the message {@code field: "value" (expected: …)}.
   *
   * @param reason the reason
   * @param field path of the wrong field in the input, for example {@code values[2].index}
   * @param value the offending value; long values are shortened; control and format characters,
   *     here and in the other texts, are shown as escapes, so that the message is one visible line
   * @param expected the accepted values
   */
  public InvalidInputException(ErrorReason reason, String field, String value, String expected) {
    this(reason, FieldViolation.of(field, value, expected));
  }

  /** Creates the exception for one wrong field. */
  public InvalidInputException(ErrorReason reason, FieldViolation violation) {
    super(reason, violation.message(), null);
    this.field = violation.field();
  }

  /** An argument that is wrong, with reason {@link ErrorReason#INVALID_ARGUMENT}. */
  public static InvalidInputException of(String field, Object value, String expected) {
    return new InvalidInputException(
        ErrorReason.INVALID_ARGUMENT, field, value.toString(), expected);
  }

  /** Path of the wrong field in the input, for example {@code values[2].index}. */
  public final String field() {
    return field;
  }

  /** Every field that is wrong, {@link #field} first; at least one. */
  public List<FieldViolation> violations() {
    return List.of(new FieldViolation(field, String.valueOf(getMessage())));
  }

  @Override
  @SuppressWarnings(
      "UnsynchronizedOverridesSynchronized") // the other one is called where it matters
  public Throwable fillInStackTrace() {
    return RefusalThread.isCurrent() ? this : super.fillInStackTrace();
  }
}
