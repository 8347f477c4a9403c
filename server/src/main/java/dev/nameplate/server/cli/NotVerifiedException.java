package dev.nameplate.server.cli;

import dev.nameplate.error.RejectedStatementException;

/**
 * A file holds something that must not be believed. The message names the place and the broken
 * rule.
 */
final class NotVerifiedException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  NotVerifiedException(String where, RejectedStatementException cause) {
    super(
        "NOT VERIFIED: \""
            + where
            + "\": "
            + cause.getMessage()
            + " (rule: "
            + ruleOf(cause)
            + ")");
    addSuppressed(cause); // the family takes no cause
  }

  /** The rule is named by its exception, for example {@code SignatureInvalid}. */
  private static String ruleOf(RejectedStatementException broken) {
    return broken.getClass().getSimpleName().replaceFirst("Exception$", "");
  }
}
