package dev.nameplate.trace.evidence;

import dev.nameplate.access.Caller;
import dev.nameplate.error.NameplateException;
import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.lineage.LineageIndex;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.TraceSteps;
import dev.nameplate.trace.read.IndexedLineage;
import dev.nameplate.trace.read.Lineage;
import dev.nameplate.trace.read.SoughtItem;
import java.util.Set;
import java.util.function.Predicate;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Finds the events of a node that bear on items. Thread-safe. */
public final class EvidenceReader {
  private final StatementReader statements;
  private final LineageIndex index;
  private final Predicate<Prefix> own;

  /**
   * Reads a log and its index.
   *
   * @param own true for a prefix of the log's owner
   */
  public EvidenceReader(StatementReader statements, LineageIndex index, Predicate<Prefix> own) {
    this.statements = statements;
    this.index = index;
    this.own = own;
  }

  /**
   * The evidence about some items: their events in the order of the log. First waits until all
   * events recorded before the question are indexed. Items that no event names are left out.
   *
   * @param budget the budget, of which only the time is spent
   * @return the steps; they must be closed
   */
  public TraceSteps evidence(EvidenceQuestion question, Budget budget, Caller caller) {
    return new EvidenceSteps(
        IndexedLineage.open(statements, index, question.asOf(), budget, caller),
        question,
        own,
        budget);
  }

  /**
   * All of the evidence at once.
   *
   * @throws NameplateException if reading fails, or the time is up
   */
  public Evidence all(EvidenceQuestion question, Budget budget, Caller caller) {
    try (TraceSteps steps = evidence(question, budget, caller)) {
      return Evidence.of(
          steps,
          failure -> {
            throw failure;
          });
    }
  }

  /** The numbers of the items that events name. */
  public static Roaring64Bitmap numbers(Lineage lineage, Set<ItemId> items) {
    Roaring64Bitmap numbers = new Roaring64Bitmap();
    for (ItemId item : items) {
      ItemId meant = SoughtItem.of(item, named -> lineage.number(named).isPresent());
      lineage.number(meant).ifPresent(numbers::addLong);
    }
    return numbers;
  }
}
