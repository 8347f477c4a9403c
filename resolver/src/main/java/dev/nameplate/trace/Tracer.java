package dev.nameplate.trace;

import dev.nameplate.access.Caller;
import dev.nameplate.resolve.Budget;

/** Follows items through processes, to their origins or products. Thread-safe. */
public interface Tracer {
  /**
   * Follows an item. First waits until all events recorded before the question are indexed.
   *
   * @param budget the budget. When its time is up, the answer ends with a hole of {@link
   *     TraceStep.Reason#LIMIT_TIME}
   * @param caller the caller
   * @return the steps; they must be closed
   * @throws dev.nameplate.error.PreconditionException {@code NOT_RECORDED} if no event names the
   *     item, and no other node is to be asked about it
   * @throws dev.nameplate.error.InvalidInputException if the token is of another question, or the
   *     position is behind the log's end
   * @throws dev.nameplate.resolve.TimedOutException if the time is up before there is a step
   */
  TraceSteps trace(TraceQuestion question, Budget budget, Caller caller);

  /** Follows an item for the operator, with the default budget of a trace: an hour of work. */
  default TraceSteps trace(TraceQuestion question) {
    return trace(question, Budget.of(Budget.Limits.TRACE), Caller.OPERATOR);
  }
}
