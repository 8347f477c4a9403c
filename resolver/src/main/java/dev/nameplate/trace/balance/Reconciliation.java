package dev.nameplate.trace.balance;

import dev.nameplate.access.Caller;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.EventKind;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.lineage.LineageIndex;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.read.IndexedLineage;
import dev.nameplate.trace.read.Lineage;
import dev.nameplate.trace.read.NotNamedException;
import dev.nameplate.trace.read.SoughtItem;
import dev.nameplate.trace.read.Told;
import dev.nameplate.trace.recall.Accounts;
import dev.nameplate.trace.recall.LotPlace;
import dev.nameplate.trace.recall.RecallQuestion;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.Whereabouts;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Compares the supply of a lot with its use, and the outputs of a process with its inputs. Amounts
 * are exact, and those of different units are never added. Thread-safe.
 */
public final class Reconciliation {
  private final StatementReader statements;
  private final LineageIndex index;

  /** Reads a log and its index. */
  public Reconciliation(StatementReader statements, LineageIndex index) {
    this.statements = statements;
    this.index = index;
  }

  /**
   * A question about a lot.
   *
   * @param lot the lot, or a single thing
   * @param asOf the state of the log to answer from
   * @param slack allowance for differing clocks; 0 to {@link RecallQuestion#MAX_SLACK}
   * @param caller the caller; events hidden from the caller are left out
   */
  public record Question(ItemId lot, AsOf.State asOf, Duration slack, Caller caller) {
    /** Checks the slack. */
    public Question {
      if (slack.isNegative() || slack.compareTo(RecallQuestion.MAX_SLACK) > 0) {
        throw InvalidInputException.of(
            "slack", slack.toString(), "0 to " + RecallQuestion.MAX_SLACK);
      }
    }

    /** A question about everything that this node knows of a lot. */
    public static Question of(ItemId lot) {
      return new Question(lot, AsOf.Newest.NEWEST, TraceQuestion.DEFAULT_SLACK, Caller.OPERATOR);
    }
  }

  /**
   * The balance of a lot. Reads every event that moved some of it, and keeps sums only.
   *
   * @throws NotNamedException {@code NOT_RECORDED} if no event names the lot
   * @throws dev.nameplate.error.InvalidInputException if the position is behind the log's end
   * @throws dev.nameplate.resolve.TimedOutException if the time is up
   */
  public LotBalance balance(Question question, Tolerance tolerance, Budget budget) {
    try (Lineage lineage = open(question, budget)) {
      LotLedger ledger = new LotLedger(lot(lineage, question), tolerance, question.slack());
      long number = number(lineage, question);
      lineage.eachEvent(
          number,
          (event, time) -> {
            budget.requireTime();
            ledger.enter(lineage.told(event));
          });
      return ledger.balance(places(lineage, number, budget));
    }
  }

  /** The places of a lot, computed as in recalls. */
  private static List<LotPlace> places(Lineage lineage, long number, Budget budget) {
    Whereabouts where = new Accounts(lineage, budget).of(number);
    return where.presence() == RecallStep.Presence.THERE
        ? where.holdings().stream().map(holding -> LotPlace.of(holding, lineage)).toList()
        : List.of();
  }

  /**
   * The yields of each process that used or made some of a lot, in the order of time; each process
   * once, over all its events, for each unit.
   *
   * @param shown receives the yields one by one. It runs while the lineage is being read, and may
   *     throw to end it
   * @throws NotNamedException as {@link #balance} does, and its other exceptions
   */
  public void yields(Question question, Budget budget, Consumer<ProcessYield> shown) {
    try (Lineage lineage = open(question, budget)) {
      Roaring64Bitmap seen = new Roaring64Bitmap();
      lineage.eachEvent(
          number(lineage, question),
          (event, time) -> {
            budget.requireTime();
            if (lineage.row(event).kind() == EventKind.PROCESS && !seen.contains(event)) {
              yieldsOf(lineage, event, seen, shown);
            }
          });
    }
  }

  private static void yieldsOf(
      Lineage lineage, long event, Roaring64Bitmap seen, Consumer<ProcessYield> shown) {
    ProcessLedger ledger = new ProcessLedger();
    lineage.eachOfProcess(
        event,
        (sibling, time) -> {
          seen.add(sibling);
          ledger.add((Processed) lineage.told(sibling).event().occurrence());
        });
    if (lineage.hidesOfProcess(event)) {
      ledger.addUnknown();
    }
    Told told = lineage.told(event);
    ledger.yields(Told.process(told.event(), told.id())).forEach(shown);
  }

  private Lineage open(Question question, Budget budget) {
    return IndexedLineage.open(statements, index, question.asOf(), budget, question.caller());
  }

  private static ItemId lot(Lineage lineage, Question question) {
    return SoughtItem.of(question.lot(), item -> lineage.number(item).isPresent());
  }

  private static long number(Lineage lineage, Question question) {
    return lineage
        .number(lot(lineage, question))
        .orElseThrow(() -> new NotNamedException("lot", question.lot()));
  }
}
