package dev.nameplate.error;

import java.util.List;
import java.util.stream.Collectors;

/** Several fields of an input are wrong, each of which is named. Nothing was changed. */
public final class InvalidFieldsException extends InvalidInputException {
  /** The most fields that are named; further fields are only counted. */
  public static final int MOST_NAMED = 64;

  private static final long serialVersionUID = 1L;

  private final transient List<FieldViolation> violations;
  private final String message;

  /**
   * Names the fields.
   *
   * @param violations at least one
   */
  public InvalidFieldsException(ErrorReason reason, List<FieldViolation> violations) {
    super(reason, violations.get(0).field(), "", "");
    this.violations = violations.stream().limit(MOST_NAMED).toList();
    int more = violations.size() - this.violations.size();
    this.message =
        this.violations.stream().map(FieldViolation::message).collect(Collectors.joining("; "))
            + (more == 0 ? "" : "; and " + more + " more");
  }

  @Override
  public List<FieldViolation> violations() {
    return violations;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
