package dev.nameplate.trace.recall;

import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.event.Quantity;
import dev.nameplate.lineage.Recent;
import dev.nameplate.lineage.Trail;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.read.Entry;
import dev.nameplate.trace.read.Lineage;
import dev.nameplate.trace.read.Told;
import dev.nameplate.trace.recall.RecallRows.Row;
import dev.nameplate.trace.recall.RecallStep.Affected;
import dev.nameplate.trace.recall.RecallStep.Certainty;
import dev.nameplate.trace.recall.RecallStep.Difference;
import dev.nameplate.trace.recall.RecallStep.Found;
import dev.nameplate.trace.recall.RecallStep.Handover;
import dev.nameplate.trace.recall.RecallStep.Making;
import dev.nameplate.trace.recall.RecallStep.Progress;
import dev.nameplate.trace.recall.RecallStep.Summary;
import dev.nameplate.trace.recall.RecallStep.Total;
import dev.nameplate.trace.recall.RecallStep.Witness;
import dev.nameplate.trace.recall.Whereabouts.Holding;
import dev.nameplate.trace.recall.Whereabouts.Span;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The steps of a recall. When the first is asked for, the account of each item is made up once; of
 * these, rows are kept, which the other steps follow.
 */
public final class RecallAnswer implements RecallSteps {
  private static final long PROGRESS_NANOS = 200_000_000;
  private static final int MOST_REMEMBERED = 8192;
  private static final int MOST_DIFFERENCES = 10_000;

  private final Lineage lineage;
  private final RecallWalk walk;
  private final Accounts accounts;
  private final Optional<Period> received;
  private final Consumer<Progress> listener;
  private final RecallRows rows = new RecallRows();
  private final Budget budget;
  private final Map<Key, Sum> totals = new TreeMap<>(Key.ORDER);
  private final Map<Long, Making> makings = new Recent<>(MOST_REMEMBERED);
  private final Map<Long, Handover> handovers = new Recent<>(MOST_REMEMBERED);
  private long apart;
  private long located;
  private final List<Witness> witnesses;
  private final List<RecallStep.Hole> missing;
  private final List<Difference> differences = new ArrayList<>();
  private final LongSupplier nanos;
  private final long begun;
  private long told;
  private Optional<Found> found = Optional.empty();
  private Iterator<String> holders = Collections.emptyIterator();
  private RecallRows.@Nullable Rows held;
  private Iterator<RecallStep> gaps = Collections.emptyIterator();
  private Stage stage = Stage.BEGIN;

  private enum Stage {
    BEGIN,
    ITEMS,
    HOLES,
    OVER
  }

  /** Group of items that are summed up. */
  private record Key(String holder, Certainty certainty, String unit) {
    static final Comparator<Key> ORDER =
        Comparator.comparing(Key::holder).thenComparing(Key::certainty).thenComparing(Key::unit);
  }

  private static final class Sum {
    private BigDecimal atLeast = BigDecimal.ZERO;
    private BigDecimal left = BigDecimal.ZERO;
    private long items;
  }

  /**
   * Answers a question.
   *
   * @param listener is told, on the thread that asks for the first step, how far that is
   */
  public RecallAnswer(
      Lineage lineage, RecallQuestion question, Budget budget, Consumer<Progress> listener) {
    this(lineage, question, budget, listener, System::nanoTime, List.of());
  }

  /**
   * Answers a question from the events of several nodes.
   *
   * @param nanos the clock, in nanoseconds
   * @param witnesses the nodes that were asked
   */
  public RecallAnswer(
      Lineage lineage,
      RecallQuestion question,
      Budget budget,
      Consumer<Progress> listener,
      LongSupplier nanos,
      List<Witness> witnesses) {
    this.witnesses = List.copyOf(witnesses);
    this.missing = missing(witnesses);
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
    this.told = begun;
    this.lineage = lineage;
    this.budget = budget;
    this.listener = listener;
    this.accounts = new Accounts(lineage, budget);
    this.walk = new RecallWalk(lineage, question, accounts, budget, this::tell);
    this.received = question.received();
  }

  /** The events that no node told: one gap for each node and reason. */
  private static List<RecallStep.Hole> missing(List<Witness> witnesses) {
    return witnesses.stream()
        .flatMap(witness -> witness.gaps().stream().sorted())
        .map(reason -> new RecallStep.Hole(reason, 0, Optional.empty()))
        .toList();
  }

  private Found withMissing(Found of) {
    return new Found(of.certain(), of.possible(), of.excluded(), of.holes() + missing.size());
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
        found = Optional.of(withMissing(walk.found()));
        told = begun; // at once, unless it took less time than until the first progress
        tell(walk.reached());
        Roaring64Bitmap items = walk.items();
        accounts.each(lineage.inOrder(items), this::add);
        holders = rows.holders().iterator();
        gaps =
            Stream.of(witnesses, differences, walk.holes(), missing)
                .<RecallStep>flatMap(List::stream)
                .iterator();
        stage = Stage.ITEMS;
        return summary(false);
      }
      case ITEMS -> {
        while ((held == null || !held.hasNext()) && holders.hasNext()) {
          held = rows.of(holders.next());
        }
        if (held != null && held.hasNext()) {
          budget.requireTime();
          return affected(held.next());
        }
        stage = Stage.HOLES;
        return next();
      }
      case HOLES -> {
        if (gaps.hasNext()) {
          return gaps.next();
        }
        stage = Stage.OVER;
        return summary(true);
      }
      case OVER -> throw new NoSuchElementException();
    }
    throw new NoSuchElementException();
  }

  private void tell(long items) {
    long now = nanos.getAsLong();
    if (now - told >= PROGRESS_NANOS) {
      told = now;
      listener.accept(new Progress(items, located, found));
    }
  }

  private void add(long item, List<Entry> entries, Whereabouts where) {
    Certainty certainty = walk.reason(item).certainty();
    Optional<Entry> making = making(entries);
    Optional<Span> made = making.flatMap(RecallAnswer::made);
    Set<Key> counted = new HashSet<>();
    List<Holding> holdings =
        received.map(period -> accounts.arrivals(item, entries, period)).orElseGet(where::holdings);
    for (Holding whole : holdings) {
      Holding holding = whole.withFewUnits();
      rows.add(
          new Row(
              item,
              where.presence(),
              holding,
              making.map(Entry::position).orElse(Whereabouts.NONE),
              made));
      sum(holding, certainty, counted);
    }
    if (received.isEmpty() ? where.isApart() : isUncertain(holdings)) {
      apart++;
    }
    if (!witnesses.isEmpty() && differences.size() < MOST_DIFFERENCES) {
      differences.addAll(Borders.of(lineage.item(item), entries));
    }
    located++;
    tell(walk.reached());
  }

  private static boolean isUncertain(List<Holding> arrivals) {
    return arrivals.stream().anyMatch(arrival -> arrival.extent() == RecallStep.Extent.POSSIBLE);
  }

  private void sum(Holding holding, Certainty certainty, Set<Key> counted) {
    if (holding.left().isEmpty()) {
      sum(new Key(holding.holder(), certainty, ""), BigDecimal.ZERO, BigDecimal.ZERO, counted);
    }
    for (Span span : holding.left()) {
      sum(new Key(holding.holder(), certainty, span.unit()), span.low(), span.high(), counted);
    }
  }

  private void sum(Key key, BigDecimal low, BigDecimal high, Set<Key> counted) {
    Sum sum = totals.computeIfAbsent(key, any -> new Sum());
    sum.atLeast = sum.atLeast.add(low);
    sum.left = sum.left.add(high);
    sum.items += counted.add(key) ? 1 : 0;
  }

  /** The last event that made it. */
  private static Optional<Entry> making(List<Entry> entries) {
    @Nullable Entry last = null;
    for (Entry entry : entries) {
      if (entry.trail() == Trail.BORN || entry.trail() == Trail.MADE) {
        last = entry;
      }
    }
    return Optional.ofNullable(last);
  }

  /** The amount in the first unit with a known amount. */
  private static Optional<Span> made(Entry making) {
    Optional<String> unit =
        making.amounts().stream().filter(Entry.Amount::isSaid).map(Entry.Amount::unit).findFirst();
    return unit.map(
        of -> {
          BigDecimal sum =
              making.amounts().stream()
                  .filter(much -> much.unit().equals(of))
                  .map(Entry.Amount::amount)
                  .reduce(BigDecimal.ZERO, BigDecimal::add);
          return new Span(of, sum, sum);
        });
  }

  private Summary summary(boolean last) {
    Found of = found.orElseThrow();
    List<Total> all = new ArrayList<>();
    totals.entrySet().stream()
        .limit(Summary.MAX_TOTALS)
        .forEach(total -> all.add(total(total.getKey(), total.getValue())));
    return new Summary(
        all,
        totals.size(),
        of.certain(),
        of.possible(),
        of.excluded(),
        apart,
        of.holes(),
        walk.isComplete() && of.holes() == 0 && apart == 0 && differences.isEmpty(),
        lineage.asOfPosition(),
        lineage.asOfTime(),
        last);
  }

  private static Total total(Key key, Sum sum) {
    return new Total(key.holder(), key.certainty(), key.unit(), sum.atLeast, sum.left, sum.items);
  }

  private Affected affected(Row row) {
    Holding holding = row.holding();
    return new Affected(
        lineage.item(row.item()),
        walk.depth(row.item()),
        walk.reason(row.item()),
        holding.holder(),
        LotPlace.inside(holding, lineage),
        row.presence(),
        holding.extent(),
        LotPlace.quantities(holding.left(), Span::high),
        LotPlace.quantities(holding.left(), Span::low),
        row.making() == Whereabouts.NONE ? Optional.empty() : Optional.of(making(row)),
        holding.handover() == Whereabouts.NONE
            ? Optional.empty()
            : Optional.of(handovers.computeIfAbsent(holding.handover(), this::handover)));
  }

  private Making making(Row row) {
    Making making = makings.computeIfAbsent(row.making(), this::making);
    return new Making(
        making.event(),
        making.recorder(),
        making.time(),
        making.place(),
        row.made().map(span -> new Quantity(span.high(), span.unit())));
  }

  private Making making(long position) {
    Told event = lineage.told(position);
    return new Making(
        event.id(),
        event.recorder(),
        event.event().time(),
        event.event().place(),
        Optional.empty());
  }

  private Handover handover(long position) {
    Told event = lineage.told(position);
    Transferred what = (Transferred) event.event().occurrence();
    return new Handover(
        event.id(),
        event.event().time(),
        what.from(),
        what.to(),
        event.event().place(),
        what.documents());
  }

  @Override
  public void close() {
    try {
      rows.close();
    } finally {
      lineage.close();
    }
  }
}
