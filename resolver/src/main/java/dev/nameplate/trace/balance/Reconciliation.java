package dev.nameplate.trace.balance;

import dev.nameplate.access.Caller;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.ItemId;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.recall.RecallQuestion;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Compares the supply of a lot with its use, and the outputs of a process with its inputs. Amounts
 * are exact, and those of different units are never added. Thread-safe.
 */
public interface Reconciliation {
  /**
   * A question about a lot.
   *
   * @param lot the lot, or a single thing
   * @param asOf the state of the log to answer from
   * @param slack allowance for differing clocks; 0 to {@link RecallQuestion#MAX_SLACK}
   */
  record Question(ItemId lot, AsOf.State asOf, Duration slack) {
    /** Checks the slack. */
    public Question {
      if (slack.isNegative() || slack.compareTo(RecallQuestion.MAX_SLACK) > 0) {
        throw InvalidInputException.of(
            "slack", slack.toString(), "0 to " + RecallQuestion.MAX_SLACK);
      }
    }

    /** A question about everything that the node knows of a lot. */
    public static Question of(ItemId lot) {
      return new Question(lot, AsOf.Newest.NEWEST, TraceQuestion.DEFAULT_SLACK);
    }
  }

  /**
   * The balance of a lot.
   *
   * @param budget the budget, of which only the time is spent
   * @param caller the caller; events hidden from the caller are left out
   * @throws dev.nameplate.error.PreconditionException {@code NOT_RECORDED} if no event names the
   *     lot
   * @throws InvalidInputException if the position is behind the log's end
   * @throws dev.nameplate.error.NodeException {@code TIMED_OUT} if the time is up
   */
  LotBalance balance(Question question, Tolerance tolerance, Budget budget, Caller caller);

  /** The balance of a lot for the operator, within an hour. */
  default LotBalance balance(Question question, Tolerance tolerance) {
    return balance(question, tolerance, Budget.of(Budget.Limits.TRACE), Caller.OPERATOR);
  }

  /**
   * The yields of each process that used or made some of a lot, in the order of time; each process
   * once, over all its events, for each unit. Throws what {@link #balance} throws.
   *
   * @param shown receives the yields one by one, and may throw to end it
   */
  void yields(Question question, Budget budget, Caller caller, Consumer<ProcessYield> shown);

  /** The yields of a lot's processes for the operator, within an hour. */
  default void yields(Question question, Consumer<ProcessYield> shown) {
    yields(question, Budget.of(Budget.Limits.TRACE), Caller.OPERATOR, shown);
  }
}
