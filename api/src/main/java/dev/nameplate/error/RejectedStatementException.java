package dev.nameplate.error;

/** A signed statement breaks a rule and must not be believed. */
public abstract non-sealed class RejectedStatementException extends NameplateException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception; the message names the broken rule.
   *
   * @param message one line; texts from the statement are shown as {@link VisibleText}
   */
  protected RejectedStatementException(String message) {
    super(ErrorReason.STATEMENT_REJECTED, message, null);
  }
}
