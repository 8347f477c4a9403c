package dev.nameplate.trace.recall;

import dev.nameplate.access.Caller;
import dev.nameplate.resolve.Budget;
import java.util.function.Consumer;

/** Finds all items that may be affected by a defect, and their current holders. Thread-safe. */
public interface Recaller {
  /**
   * Finds the affected items. First waits until all events recorded before the question are
   * indexed. The first step is made on demand, and takes most of the time; it throws a {@link
   * dev.nameplate.error.NodeException} with reason {@code TIMED_OUT} when the time is up.
   *
   * @param budget the budget. Without a recursive question only the time is spent
   * @param caller the caller
   * @param listener receives progress several times a second, on the thread that asks, until the
   *     first step is made
   * @return the steps; they must be closed
   * @throws dev.nameplate.error.PreconditionException {@code NOT_RECORDED} if a suspect is named by
   *     no event
   * @throws dev.nameplate.error.NodeException {@code UNREACHABLE} if a suspect is named by no event
   *     of the nodes that answered, and others did not
   * @throws dev.nameplate.error.InvalidInputException if the position is behind the log's end, or
   *     other nodes are to be asked and this node asks none
   */
  RecallSteps recall(
      RecallQuestion question,
      Budget budget,
      Caller caller,
      Consumer<RecallStep.Progress> listener);

  /** Finds the affected items without reports of progress. */
  default RecallSteps recall(RecallQuestion question, Budget budget, Caller caller) {
    return recall(question, budget, caller, progress -> {});
  }

  /** Finds the affected items for the operator, within an hour. */
  default RecallSteps recall(RecallQuestion question) {
    return recall(question, Budget.of(Budget.Limits.TRACE), Caller.OPERATOR);
  }
}
