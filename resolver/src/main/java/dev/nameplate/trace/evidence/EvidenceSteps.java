package dev.nameplate.trace.evidence;

import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.TraceStep.Deed;
import dev.nameplate.trace.TraceStep.Hole;
import dev.nameplate.trace.TraceStep.Reason;
import dev.nameplate.trace.TraceStep.Role;
import dev.nameplate.trace.TraceStep.Summary;
import dev.nameplate.trace.TraceSteps;
import dev.nameplate.trace.Verdict;
import dev.nameplate.trace.read.IndexedLineage;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.RecordedEvent;
import java.util.ArrayDeque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Predicate;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The events that bear on some items, as steps that are read on demand. The first is a summary that
 * takes no work, so that the asking node knows that it is heard.
 */
final class EvidenceSteps implements TraceSteps {
  private final IndexedLineage lineage;
  private final EvidenceQuestion question;
  private final Bearing bearing;
  private final Predicate<Prefix> own;
  private final Budget budget;
  private final Queue<TraceStep> ready = new ArrayDeque<>();
  private boolean begun;
  private LongIterator positions = new Roaring64Bitmap().getLongIterator();
  private LongIterator items = positions;
  private long events;
  private long holes;
  private boolean over;

  EvidenceSteps(
      IndexedLineage lineage, EvidenceQuestion question, Predicate<Prefix> own, Budget budget) {
    this.lineage = lineage;
    this.question = question;
    this.own = own;
    this.budget = budget;
    this.bearing = new Bearing(lineage, budget);
    ready.add(summary(false));
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && !over) {
      prepare();
    }
    return !ready.isEmpty();
  }

  private void prepare() {
    budget.requireTime();
    if (!begun) {
      begun = true;
      bearing.follow(EvidenceReader.numbers(lineage, question.items()));
      EvidenceReader.numbers(lineage, question.containers()).forEach(bearing::carry);
      positions = bearing.events().getLongIterator();
      items = bearing.followed().getLongIterator();
    } else if (positions.hasNext() && events == question.maxEvents()) {
      hole(Reason.LIMIT_COUNT, Optional.empty());
      end();
    } else if (positions.hasNext()) {
      long position = positions.next();
      events++;
      ready.add(deed(lineage.statement(position)));
      if (lineage.hidesOfProcess(position)) {
        hole(Reason.NO_ACCESS, Optional.empty());
      }
    } else if (items.hasNext()) {
      long item = items.next();
      if (lineage.hidesUses(item)) {
        hole(Reason.NO_ACCESS, Optional.of(lineage.item(item)));
      }
    } else {
      end();
    }
  }

  private Deed deed(Verified<RecordedEvent> event) {
    Verdict.Authority over =
        event
            .value()
            .event()
            .map(what -> Verdict.Authority.over(what.occurrence(), own))
            .orElse(Verdict.Authority.UNKNOWN);
    return new Deed(
        0,
        Role.HISTORY,
        event,
        new Verdict(event.keyId(), over, Verdict.Transfer.NONE, Optional.empty(), false, false));
  }

  private void hole(Reason reason, Optional<ItemId> at) {
    holes++;
    ready.add(new Hole(reason, 0, at));
  }

  private void end() {
    over = true;
    ready.add(summary(true));
  }

  private Summary summary(boolean last) {
    return new Summary(
        bearing.carried().getLongCardinality(),
        events,
        holes,
        List.of(),
        last && holes == 0,
        last,
        lineage.asOfPosition(),
        lineage.asOfTime());
  }

  @Override
  public TraceStep next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }

  /** Empty: evidence is read from its beginning. */
  @Override
  public String resumeToken() {
    return "";
  }

  @Override
  public void close() {
    over = true;
    lineage.close();
  }
}
