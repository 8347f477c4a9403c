package dev.nameplate.trace;

import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Quantity;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.LotLedger.Flow;
import dev.nameplate.trace.RecallStep.Affected;
import dev.nameplate.trace.RecallStep.Certainty;
import dev.nameplate.trace.RecallStep.Handover;
import dev.nameplate.trace.RecallStep.Making;
import dev.nameplate.trace.RecallStep.Presence;
import dev.nameplate.trace.RecallStep.Summary;
import dev.nameplate.trace.RecallStep.Total;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The steps of a recall. When the first is asked for, all items are looked at once, for totals and
 * holders; of these only sets of numbers are kept. Then each item is looked at again when it is its
 * turn.
 */
final class RecallAnswer implements RecallSteps {
  private final Lineage lineage;
  private final RecallWalk walk;
  private final Budget budget;
  private final Holdings holdings;
  private final Map<String, Roaring64Bitmap> byHolder = new TreeMap<>();
  private final Map<Certainty, Long> counts = new EnumMap<>(Certainty.class);
  private final Map<Key, Sum> totals = new TreeMap<>(Key.ORDER);
  private Iterator<String> holders = Collections.emptyIterator();
  private LongIterator items = new Roaring64Bitmap().getLongIterator();
  private Iterator<RecallStep.Hole> holes = Collections.emptyIterator();
  private Stage stage = Stage.BEGIN;

  private enum Stage {
    BEGIN,
    ITEMS,
    HOLES,
    OVER
  }

  /** What is summed up together. */
  private record Key(String holder, Certainty certainty, String unit) {
    static final Comparator<Key> ORDER =
        Comparator.comparing(Key::holder).thenComparing(Key::certainty).thenComparing(Key::unit);
  }

  private static final class Sum {
    private BigDecimal left = BigDecimal.ZERO;
    private long items;
  }

  RecallAnswer(Lineage lineage, RecallQuestion question, Budget budget) {
    this.lineage = lineage;
    this.budget = budget;
    this.walk = new RecallWalk(lineage, question, budget);
    this.holdings = new Holdings(lineage, budget);
  }

  @Override
  public boolean hasNext() {
    return stage != Stage.OVER;
  }

  @Override
  public RecallStep next() {
    switch (stage) {
      case BEGIN -> {
        walk.run();
        walk.items().forEach(this::count);
        holders = byHolder.keySet().iterator();
        holes = walk.holes().iterator();
        stage = Stage.ITEMS;
        return summary(false);
      }
      case ITEMS -> {
        while (!items.hasNext() && holders.hasNext()) {
          items = lineage.inOrder(byHolder.getOrDefault(holders.next(), new Roaring64Bitmap()));
        }
        if (items.hasNext()) {
          budget.requireTime();
          return affected(items.next());
        }
        stage = Stage.HOLES;
        return next();
      }
      case HOLES -> {
        if (holes.hasNext()) {
          return holes.next();
        }
        stage = Stage.OVER;
        return summary(true);
      }
      case OVER -> throw new NoSuchElementException();
    }
    throw new NoSuchElementException();
  }

  private void count(long number) {
    budget.requireTime();
    Affected item = affected(number);
    byHolder.computeIfAbsent(item.holder(), any -> new Roaring64Bitmap()).add(number);
    counts.merge(item.certainty(), 1L, Long::sum);
    if (item.left().isEmpty()) {
      add(item, "", BigDecimal.ZERO);
    } else {
      item.left().forEach(much -> add(item, much.unit(), much.amount()));
    }
  }

  private void add(Affected item, String unit, BigDecimal amount) {
    Sum sum =
        totals.computeIfAbsent(new Key(item.holder(), item.certainty(), unit), any -> new Sum());
    sum.left = sum.left.add(amount);
    sum.items++;
  }

  private Summary summary(boolean last) {
    List<Total> rows = new ArrayList<>();
    totals.forEach(
        (key, sum) ->
            rows.add(new Total(key.holder(), key.certainty(), key.unit(), sum.left, sum.items)));
    return new Summary(
        rows,
        counts.getOrDefault(Certainty.CERTAIN, 0L),
        counts.getOrDefault(Certainty.POSSIBLE, 0L),
        counts.getOrDefault(Certainty.EXCLUDED, 0L),
        walk.holeCount(),
        walk.isComplete(),
        lineage.asOfPosition(),
        lineage.asOfTime(),
        last);
  }

  private Affected affected(long number) {
    ItemId item = lineage.item(number);
    Life life = new Life(item);
    lineage.eachEvent(number, (event, time) -> life.enter(lineage.told(event)));
    Optional<Handover> handover = holdings.handover(number);
    return new Affected(
        item,
        walk.depth(number),
        walk.reason(number),
        handover.map(Handover::to).orElse(life.recorder),
        optional(holdings.inside(number)).map(lineage::item),
        life.presence(),
        life.left(),
        life.making,
        handover);
  }

  private static Optional<Long> optional(java.util.OptionalLong number) {
    return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
  }

  /** What became of one item. */
  private static final class Life {
    private final ItemId item;
    private final LotLedger ledger;
    private Optional<Making> making = Optional.empty();
    private String recorder = "";

    Life(ItemId item) {
      this.item = item;
      this.ledger = new LotLedger(item, Tolerance.NONE, TraceQuestion.DEFAULT_SLACK);
    }

    void enter(Told told) {
      ledger.enter(told);
      if (!told.event().occurrence().made().isEmpty()) {
        told.named(item).stream().findFirst().ifPresent(made -> made(told, made));
      }
      if (making.isEmpty()) {
        recorder = told.recorder().toString();
      }
    }

    private void made(Told told, EventItem made) {
      making =
          Optional.of(
              new Making(
                  told.id(),
                  told.recorder(),
                  told.event().time(),
                  told.event().place(),
                  made.quantity()));
      recorder = told.recorder().toString();
    }

    List<Quantity> left() {
      return presence() == Presence.THERE ? ledger.left() : List.of();
    }

    /** A thing of which all that was made has gone somewhere is used up, whoever said how much. */
    Presence presence() {
      Optional<Flow> end = ledger.end();
      if (end.isEmpty()) {
        return ledger.isConsumed() ? Presence.USED_UP : Presence.THERE;
      }
      return end.get() == Flow.SCRAPPED ? Presence.RETIRED : Presence.USED_UP;
    }
  }

  @Override
  public void close() {
    lineage.close();
  }
}
