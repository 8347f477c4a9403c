package dev.nameplate.error;

/** A signed statement breaks a rule and must not be believed. Each subclass is one rule. */
public abstract non-sealed class RejectedStatementException extends NameplateException {
  private static final long serialVersionUID = 1L;

  /** Says which rule is broken, in one line. */
  protected RejectedStatementException(String message) {
    super(ErrorReason.STATEMENT_REJECTED, message, null);
  }
}
