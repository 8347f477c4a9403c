package dev.nameplate.trace.balance;

import dev.nameplate.access.Caller;
import dev.nameplate.event.EventKind;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.lineage.LineageIndex;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.read.IndexedLineage;
import dev.nameplate.trace.read.Lineage;
import dev.nameplate.trace.read.NotNamedException;
import dev.nameplate.trace.read.SoughtItem;
import dev.nameplate.trace.read.Told;
import dev.nameplate.trace.recall.Accounts;
import dev.nameplate.trace.recall.LotPlace;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.Whereabouts;
import java.util.List;
import java.util.function.Consumer;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Balances of lots by the events of this node. Thread-safe; reads the store. */
public final class LineageReconciliation implements Reconciliation {
  private final StatementReader statements;
  private final LineageIndex index;

  /** Reads a log and its index. */
  public LineageReconciliation(StatementReader statements, LineageIndex index) {
    this.statements = statements;
    this.index = index;
  }

  /** Reads every event that moved some of the lot, and keeps sums only. */
  @Override
  public LotBalance balance(Question question, Tolerance tolerance, Budget budget, Caller caller) {
    try (Lineage lineage = open(question, budget, caller)) {
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

  /** {@code shown} runs while the lineage is being read. */
  @Override
  public void yields(
      Question question, Budget budget, Caller caller, Consumer<ProcessYield> shown) {
    try (Lineage lineage = open(question, budget, caller)) {
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

  private Lineage open(Question question, Budget budget, Caller caller) {
    return IndexedLineage.open(statements, index, question.asOf(), budget, caller);
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
