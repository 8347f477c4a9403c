package dev.nameplate.error;

/** A signed statement breaks a rule and must not be believed. */
public abstract non-sealed class RejectedStatementException extends NameplateException {
  private static final long serialVersionUID = 1L;

  /**
   * Says which rule is broken.
   *
   * @param message one line; what the statement put into it is shown as {@link VisibleText}
   */
  protected RejectedStatementException(String message) {
    super(ErrorReason.STATEMENT_REJECTED, message, null);
  }
}
