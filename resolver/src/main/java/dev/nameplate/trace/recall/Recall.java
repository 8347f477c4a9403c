package dev.nameplate.trace.recall;

import dev.nameplate.access.Caller;
import dev.nameplate.lineage.LineageIndex;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.read.IndexedLineage;
import dev.nameplate.trace.read.NotNamedException;
import dev.nameplate.trace.read.SoughtItem;
import java.util.function.Consumer;

/**
 * Finds all items that may be affected by a defect, and their current holders. Thread-safe.
 *
 * <p>A lot that was mixed with others makes everything possible that came of the mixture; nothing
 * is left out for being improbable. Only what this node recorded is looked at.
 */
public final class Recall {
  private final StatementReader statements;
  private final LineageIndex index;

  /** Reads a log and its index. */
  public Recall(StatementReader statements, LineageIndex index) {
    this.statements = statements;
    this.index = index;
  }

  /**
   * Recalls for the operator, within an hour; see {@link #recall(RecallQuestion, Budget, Caller)}.
   */
  public RecallSteps recall(RecallQuestion asked) {
    return recall(asked, Budget.of(Budget.Limits.TRACE), Caller.OPERATOR);
  }

  /**
   * Finds the affected items. First waits until all events recorded before the question are
   * indexed. The first step is made on demand, and takes most of the time; it throws {@link
   * dev.nameplate.resolve.TimedOutException} when the time is up.
   *
   * @param budget the budget, of which only the time is spent
   * @param caller the caller
   * @return the steps; they must be closed
   * @throws NotNamedException {@code NOT_RECORDED} if a suspect is named by no event
   * @throws dev.nameplate.error.InvalidInputException if the position is behind the log's end
   */
  public RecallSteps recall(RecallQuestion asked, Budget budget, Caller caller) {
    return recall(asked, budget, caller, progress -> {});
  }

  /**
   * Recalls with reports of progress.
   *
   * @param listener receives progress several times a second, on the thread that asks for the first
   *     step, until that is made
   */
  public RecallSteps recall(
      RecallQuestion asked, Budget budget, Caller caller, Consumer<RecallStep.Progress> listener) {
    IndexedLineage lineage = IndexedLineage.open(statements, index, asked.asOf(), budget, caller);
    try {
      RecallQuestion question =
          asked.about(item -> SoughtItem.of(item, named -> lineage.number(named).isPresent()));
      for (Suspect suspect : question.suspects()) {
        if (lineage.number(suspect.item()).isEmpty()) {
          throw new NotNamedException("suspects", suspect.item());
        }
      }
      return new RecallAnswer(lineage, question, budget, listener);
    } catch (RuntimeException e) {
      lineage.close();
      throw e;
    }
  }
}
