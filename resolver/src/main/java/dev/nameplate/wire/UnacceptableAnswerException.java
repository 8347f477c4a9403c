package dev.nameplate.wire;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.RejectedStatementException;
import java.time.DateTimeException;
import java.util.function.Supplier;

/** An answer is malformed, or with valid signatures does not answer the question. */
public final class UnacceptableAnswerException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with a reason. */
  public UnacceptableAnswerException(String why) {
    super("the answer cannot be used: " + why);
  }

  /**
   * Reads an answer. What is malformed in it is the fault of the node that sent it, not of whoever
   * asked.
   *
   * @throws UnacceptableAnswerException if the reader finds it malformed
   */
  static <T> T reading(Supplier<T> reader) {
    try {
      return reader.get();
    } catch (InvalidInputException | DateTimeException | ArithmeticException e) {
      throw new UnacceptableAnswerException("it is malformed: " + e.getMessage());
    }
  }
}
