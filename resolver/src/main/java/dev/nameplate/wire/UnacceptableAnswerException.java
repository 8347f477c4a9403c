package dev.nameplate.wire;

import dev.nameplate.error.RejectedStatementException;

/** An answer with valid signatures does not answer the question. */
public final class UnacceptableAnswerException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with a reason. */
  public UnacceptableAnswerException(String why) {
    super("the answer cannot be taken: " + why);
  }
}
