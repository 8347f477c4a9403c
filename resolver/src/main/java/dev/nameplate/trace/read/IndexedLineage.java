package dev.nameplate.trace.read;

import dev.nameplate.access.Caller;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.lineage.CollectedEvents;
import dev.nameplate.lineage.EventRow;
import dev.nameplate.lineage.ItemRows;
import dev.nameplate.lineage.LineageIndex;
import dev.nameplate.lineage.LineageReader;
import dev.nameplate.lineage.Recent;
import dev.nameplate.lineage.Stay;
import dev.nameplate.lineage.TimedRows;
import dev.nameplate.lineage.Trail;
import dev.nameplate.lineage.Visibility;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.RecordedEvent;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Items and events in a node's index, as visible to a caller. */
public final class IndexedLineage implements Lineage {
  /** The most events that are cached: neighbouring items mostly share their events. */
  private static final int AT_HAND = 64;

  private final LineageReader reader;
  private final Moment asOf;
  private final Hidden hidden;
  private final ItemRows used;
  private final ItemRows made;
  private final ItemRows born;
  private final ItemRows moved;
  private final ItemRows holding;
  private final List<ItemRows> timeline;
  private final Map<Trail, ItemRows> moments = new EnumMap<>(Trail.class);
  private final Roaring64Bitmap standing = new Roaring64Bitmap();
  private final Map<Long, Told> told = new Recent<>(AT_HAND);
  private final Map<Long, List<Stay>> stays = new Recent<>(AT_HAND);

  /**
   * Data hidden behind an index that shows everything it holds.
   *
   * @param uses the items of which some uses are hidden
   * @param ofProcess true for the position of an event of whose process other events are hidden
   */
  public record Hidden(Set<ItemId> uses, LongPredicate ofProcess) {
    static final Hidden NOTHING = new Hidden(Set.of(), position -> false);
  }

  private IndexedLineage(LineageReader reader, Moment asOf, Hidden hidden) {
    this.reader = reader;
    this.asOf = asOf;
    this.hidden = hidden;
    this.used = reader.rows(Trail.USED);
    this.made = reader.rows(Trail.MADE);
    this.born = reader.rows(Trail.BORN);
    this.moved = reader.rows(Trail.MOVED);
    this.holding = reader.rows(Trail.HOLDING);
    for (Trail trail : Trail.values()) {
      if (trail != Trail.HOLDING) {
        moments.put(trail, reader.rows(trail));
      }
    }
    this.timeline =
        Stream.of(Trail.BORN, Trail.MADE, Trail.USED, Trail.SEEN, Trail.MOVED, Trail.ENDED)
            .map(reader::rows)
            .toList();
  }

  /**
   * The lineage as of a state of the log; waits until that is indexed.
   *
   * @throws dev.nameplate.error.InvalidInputException if the position is behind the log's end
   */
  public static IndexedLineage open(
      StatementReader statements,
      LineageIndex index,
      AsOf.State asOf,
      Budget budget,
      Caller caller) {
    Moment moment = Moment.of(asOf, statements);
    return new IndexedLineage(
        index.read(moment.position(), Visibility.of(caller), budget), moment, Hidden.NOTHING);
  }

  /**
   * The lineage in events of several nodes.
   *
   * @param asOf the moment, which the events are already limited to
   * @param hidden what the nodes hide
   */
  public static IndexedLineage of(
      CollectedEvents events, Moment asOf, Hidden hidden, Budget budget) {
    return new IndexedLineage(events.read(budget), asOf, hidden);
  }

  @Override
  public long asOfPosition() {
    return asOf.position();
  }

  @Override
  public Instant asOfTime() {
    return asOf.time();
  }

  /** The signed statement of an event. */
  public Verified<RecordedEvent> statement(long position) {
    return reader.statement(row(position));
  }

  @Override
  public OptionalLong number(ItemId item) {
    return reader.number(item);
  }

  @Override
  public ItemId item(long number) {
    return reader.item(number);
  }

  @Override
  public LongIterator inOrder(Roaring64Bitmap numbers) {
    return reader.inOrder(numbers);
  }

  @Override
  public EventRow row(long position) {
    return reader.event(position);
  }

  /** True if an event is not withdrawn; cached, since it is asked for every item of the event. */
  private boolean stands(long position) {
    if (standing.contains(position)) {
      return true;
    }
    boolean stands = reader.stands(position);
    if (stands) {
      standing.addLong(position);
    }
    return stands;
  }

  private void each(ItemRows of, long item, EventVisitor visitor) {
    for (boolean more = of.first(item); more; more = of.next()) {
      if (stands(of.position())) {
        visitor.event(of.position(), of.time());
      }
    }
  }

  @Override
  public void eachUse(long item, EventVisitor visitor) {
    each(used, item, visitor);
  }

  @Override
  public void eachMaking(long item, EventVisitor visitor) {
    each(born, item, visitor);
    each(made, item, visitor);
  }

  @Override
  public Optional<At> lastTransfer(long item, long fromMillis, long untilMillis) {
    if (moved.last(item) && moved.time() <= untilMillis && stands(moved.position())) {
      return moved.time() < fromMillis
          ? Optional.empty()
          : Optional.of(new At(moved.position(), moved.time()));
    }
    long position = -1;
    long time = 0;
    boolean more = moved.from(item, fromMillis);
    for (; more && moved.time() <= untilMillis; more = moved.next()) {
      if (stands(moved.position())) {
        position = moved.position();
        time = moved.time();
      }
    }
    return position < 0 ? Optional.empty() : Optional.of(new At(position, time));
  }

  @Override
  public void eachTransfer(long item, long fromMillis, long untilMillis, EventVisitor visitor) {
    boolean more = moved.from(item, fromMillis);
    for (; more && moved.time() <= untilMillis; more = moved.next()) {
      if (stands(moved.position())) {
        visitor.event(moved.position(), moved.time());
      }
    }
  }

  /** Merges the trails, of which each is in order. */
  @Override
  public void eachEvent(long item, EventVisitor visitor) {
    boolean[] more = new boolean[timeline.size()];
    for (int i = 0; i < more.length; i++) {
      more[i] = timeline.get(i).first(item);
    }
    long before = -1;
    for (int next = earliest(more); next >= 0; next = earliest(more)) {
      ItemRows trail = timeline.get(next);
      long position = trail.position();
      if (position != before && stands(position)) {
        visitor.event(position, trail.time());
      }
      before = position;
      more[next] = trail.next();
    }
  }

  @Override
  public void eachMoment(long item, MomentVisitor visitor) {
    for (Map.Entry<Trail, ItemRows> trail : moments.entrySet()) {
      ItemRows of = trail.getValue();
      for (boolean more = of.first(item); more; more = of.next()) {
        if (stands(of.position())) {
          visitor.moment(trail.getKey(), of.position(), of.time());
        }
      }
    }
  }

  @Override
  public OptionalLong firstHolding(long item) {
    for (boolean more = holding.first(item); more; more = holding.next()) {
      if (stands(holding.position())) {
        return OptionalLong.of(holding.position());
      }
    }
    return OptionalLong.empty();
  }

  @Override
  public Optional<At> emptied(long container, Bond bond, long fromMillis, long entered) {
    return reader
        .emptied(container, bond, fromMillis, entered)
        .map(out -> new At(out.position(), out.millis()));
  }

  private int earliest(boolean[] more) {
    int earliest = -1;
    for (int i = 0; i < more.length; i++) {
      if (more[i] && (earliest < 0 || timeline.get(i).isBefore(timeline.get(earliest)))) {
        earliest = i;
      }
    }
    return earliest;
  }

  @Override
  public void eachOfProcess(long position, EventVisitor visitor) {
    EventRow row = row(position);
    if (row.process().isEmpty()) {
      visitor.event(position, row.timeMillis());
      return;
    }
    try (TimedRows siblings = reader.process(row.process())) {
      while (siblings.next()) {
        if (stands(siblings.position())) {
          visitor.event(siblings.position(), siblings.time());
        }
      }
    }
  }

  @Override
  public void eachContainer(long item, ContainerVisitor visitor) {
    for (Stay stay : stays.computeIfAbsent(item, any -> reader.stays(any))) {
      visitor.container(
          stay.container(), stay.fromMillis(), stay.untilMillis().orElse(Long.MAX_VALUE));
    }
  }

  @Override
  public boolean hidesUses(long item) {
    if (reader.showsAll()) {
      return !hidden.uses().isEmpty() && hidden.uses().contains(item(item));
    }
    for (boolean more = used.first(item); more; more = used.next()) {
      if (used.hasHidden(item)) {
        return true;
      }
    }
    return used.hasHidden(item);
  }

  @Override
  public boolean hidesOfProcess(long position) {
    if (reader.showsAll()) {
      return hidden.ofProcess().test(position);
    }
    EventRow row = row(position);
    if (row.process().isEmpty()) {
      return false;
    }
    try (TimedRows siblings = reader.process(row.process())) {
      while (siblings.next()) {
        if (siblings.hasHidden()) {
          return true;
        }
      }
      return siblings.hasHidden();
    }
  }

  @Override
  public Told told(long position) {
    Told known = told.get(position);
    if (known == null) {
      RecordedEvent recorded = reader.statement(row(position)).value();
      known = new Told(recorded.content().orElseThrow(), recorded.recorder());
      told.put(position, known);
    }
    return known;
  }

  @Override
  public void close() {
    reader.close();
  }
}
