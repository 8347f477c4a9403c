package dev.nameplate.server.grpc;

import dev.nameplate.resolve.Budget;
import dev.nameplate.v1.QuestionBudget;
import io.grpc.Context;
import io.grpc.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What the work on a question of the current call may take. */
final class Budgets {
  private Budgets() {}

  /**
   * What the caller leaves of what any question may take. The budget is cancelled with the call.
   *
   * @param most what any question may take
   * @param given what the caller leaves; only looked at if it was said
   */
  static Budget of(Budget.Limits most, boolean said, QuestionBudget given) {
    Budget.Limits limits = said ? most.atMost(limits(given, most.time())) : most;
    Context call = Context.current();
    Deadline deadline = call.getDeadline();
    if (deadline != null) {
      limits =
          limits.within(
              Duration.ofNanos(Math.max(0, deadline.timeRemaining(TimeUnit.NANOSECONDS))));
    }
    // A listener would stay with the call to its end, and a call may bring millions of questions.
    return Budget.of(limits, call::isCancelled);
  }

  /** What a question about lineage, or a page of a list, may take. */
  static Budget within(Duration time) {
    return of(Budget.Limits.TRACE.within(time), false, QuestionBudget.getDefaultInstance());
  }

  /** Numbers beyond what an int holds mean the most. */
  private static Budget.Limits limits(QuestionBudget budget, Duration time) {
    return new Budget.Limits(
        most(budget.getUpstreamCalls()),
        most(budget.getReferrals()),
        most(budget.getAliases()),
        most(budget.getSignatureChecks()),
        most(budget.getDepth()),
        time);
  }

  private static int most(int unsigned) {
    return unsigned < 0 ? Integer.MAX_VALUE : unsigned;
  }
}
