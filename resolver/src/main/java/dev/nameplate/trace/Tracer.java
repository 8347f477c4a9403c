package dev.nameplate.trace;

import dev.nameplate.access.Caller;
import dev.nameplate.resolve.Budget;

/** Follows items through what was made of what. Thread-safe. */
public interface Tracer {
  /**
   * Follows an item. First waits until all is known that was recorded before the question.
   *
   * @param budget what it may take. When its time is up, the answer ends with a hole of {@link
   *     TraceStep.Reason#LIMIT_TIME}
   * @param caller who is answered
   * @return the steps; they must be closed
   * @throws dev.nameplate.error.PreconditionException {@code NOT_RECORDED} if no event ever named
   *     the item, and nobody else is to be asked about it
   * @throws dev.nameplate.error.InvalidInputException if the token is not one of this question, or
   *     the position is behind the log's end
   * @throws dev.nameplate.resolve.TimedOutException if the time is up before there is a step
   */
  TraceSteps trace(TraceQuestion question, Budget budget, Caller caller);

  /** The same for the operator, within the limits of a trace: an hour of work. */
  default TraceSteps trace(TraceQuestion question) {
    return trace(question, Budget.of(Budget.Limits.TRACE), Caller.OPERATOR);
  }
}
