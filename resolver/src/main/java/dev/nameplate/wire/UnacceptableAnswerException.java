package dev.nameplate.wire;

import dev.nameplate.error.RejectedStatementException;

/** An answer is signed rightly where it is signed, but it is no answer to the question. */
public final class UnacceptableAnswerException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  /** An answer that cannot be taken for a reason, such as "a step says nothing". */
  public UnacceptableAnswerException(String why) {
    super("the answer cannot be taken: " + why);
  }
}
