package dev.nameplate.server.cli;

import dev.nameplate.error.RejectedStatementException;

/** What was signed is true, but it is no answer to the question. */
final class UnfitAnswerException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  /** Says why it does not fit. */
  UnfitAnswerException(String why) {
    super(why);
  }
}
