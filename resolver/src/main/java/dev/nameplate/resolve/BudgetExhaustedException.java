package dev.nameplate.resolve;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;

/** The work on a question exceeded its budget. */
public final class BudgetExhaustedException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  BudgetExhaustedException(String what, long limit) {
    super(
        ErrorReason.BUDGET_EXHAUSTED,
        "query: it used more than its "
            + limit
            + " "
            + what
            + " (expected: an answer within the limit)");
  }
}
