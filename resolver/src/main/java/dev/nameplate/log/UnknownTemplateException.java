package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.record.ValueReference;

/** The template that a record names is not there, is retired, or has no such version. */
public final class UnknownTemplateException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  private final transient ValueReference template;

  /** The refusal of a record whose template cannot be used. */
  public UnknownTemplateException(ValueReference template, String what, String expected) {
    super(
        ErrorReason.TEMPLATE_UNKNOWN,
        "template: \"" + template + "\" " + what + " (expected: " + expected + ")");
    this.template = template;
  }

  /** The template and its version; index 0 is the newest. */
  public ValueReference template() {
    return template;
  }
}
