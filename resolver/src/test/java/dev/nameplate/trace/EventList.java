package dev.nameplate.trace;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.EventKind;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.event.Occurrence.Contained;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.lineage.EventRow;
import dev.nameplate.lineage.Members;
import dev.nameplate.lineage.Sides;
import dev.nameplate.lineage.StockTaking;
import dev.nameplate.lineage.Trail;
import dev.nameplate.record.Bytes;
import dev.nameplate.trace.read.Lineage;
import dev.nameplate.trace.read.Told;
import dev.nameplate.trust.statement.RecordedEvent.Content;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** What is known of a few events, by looking at all of them each time. */
final class EventList implements Lineage {
  private final List<Event> events;
  private final Prefix recorder;
  private final Map<Long, Prefix> recorders = new HashMap<>();
  private final Set<Integer> hidden = new HashSet<>();
  private final List<ItemId> items;
  private long siblingsShown;

  EventList(List<Event> events, Prefix recorder) {
    this.events = List.copyOf(events);
    this.recorder = recorder;
    this.items =
        new ArrayList<>(
            events.stream()
                .flatMap(event -> event.occurrence().items())
                .map(EventItem::id)
                .distinct()
                .toList());
  }

  /** How often an event of a process was shown. */
  long siblingsShown() {
    return siblingsShown;
  }

  /** Has another one record an event. */
  void recordedBy(int position, Prefix other) {
    recorders.put((long) position, other);
  }

  /** Keeps an event from the reader. */
  void hide(int position) {
    hidden.add(position);
  }

  @Override
  public long asOfPosition() {
    return events.size();
  }

  @Override
  public Instant asOfTime() {
    return Instant.EPOCH;
  }

  @Override
  public OptionalLong number(ItemId item) {
    int index = items.indexOf(item);
    return index < 0 ? OptionalLong.empty() : OptionalLong.of(index);
  }

  @Override
  public ItemId item(long number) {
    return items.get((int) number);
  }

  private void each(Predicate<Occurrence> which, EventVisitor visitor) {
    IntStream.range(0, events.size())
        .boxed()
        .filter(position -> !hidden.contains(position) && which.test(occurrence(position)))
        .sorted(
            Comparator.<Integer, Instant>comparing(position -> events.get(position).time())
                .thenComparing(position -> position))
        .forEach(position -> visitor.event(position, events.get(position).time().toEpochMilli()));
  }

  private Occurrence occurrence(long position) {
    return events.get((int) position).occurrence();
  }

  private boolean names(List<EventItem> named, long item) {
    return named.stream().anyMatch(one -> one.id().equals(item(item)));
  }

  @Override
  public void eachUse(long item, EventVisitor visitor) {
    each(what -> what instanceof Processed process && names(process.inputs(), item), visitor);
  }

  @Override
  public void eachMaking(long item, EventVisitor visitor) {
    each(what -> names(what.made(), item), visitor);
  }

  @Override
  public Optional<At> lastTransfer(long item, long fromMillis, long untilMillis) {
    List<At> found = new ArrayList<>();
    eachTransfer(
        item, fromMillis, untilMillis, (position, time) -> found.add(new At(position, time)));
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get(found.size() - 1));
  }

  @Override
  public void eachTransfer(long item, long fromMillis, long untilMillis, EventVisitor visitor) {
    each(
        what -> what instanceof Transferred transfer && names(transfer.transferred(), item),
        (position, time) -> {
          if (fromMillis <= time && time <= untilMillis) {
            visitor.event(position, time);
          }
        });
  }

  @Override
  public void eachEvent(long item, EventVisitor visitor) {
    each(what -> what.kind() != EventKind.CONTAIN && names(what.items().toList(), item), visitor);
  }

  @Override
  public void eachOfProcess(long position, EventVisitor visitor) {
    String process = ((Processed) occurrence(position)).process();
    Processed itself = (Processed) occurrence(position);
    each(
        what ->
            what == itself
                || (!process.isEmpty()
                    && what instanceof Processed other
                    && other.process().equals(process)),
        (sibling, time) -> {
          siblingsShown++;
          visitor.event(sibling, time);
        });
  }

  /** A container and a bond. */
  private record Hold(ItemId container, Bond bond) {}

  @Override
  public void eachContainer(long item, ContainerVisitor visitor) {
    Map<Hold, Long> entered = new LinkedHashMap<>();
    each(
        what -> what instanceof Contained,
        (position, time) -> {
          Contained what = (Contained) occurrence(position);
          boolean named = names(what.children(), item);
          boolean all = what.change() == Change.LEAVE && what.children().isEmpty();
          if (what.change() == Change.SEEN || what.parent().isEmpty() || !(named || all)) {
            return;
          }
          Hold hold = new Hold(what.parent().get(), what.bond());
          if (what.change() == Change.ENTER) {
            entered.putIfAbsent(hold, time);
          } else if (entered.containsKey(hold)) {
            show(hold, entered.remove(hold), time, visitor);
          }
        });
    entered.forEach((hold, time) -> show(hold, time, Long.MAX_VALUE, visitor));
  }

  private void show(Hold hold, long from, long until, ContainerVisitor visitor) {
    visitor.container(number(hold.container()).orElseThrow(), from, until);
  }

  @Override
  public boolean hidesUses(long item) {
    return hidden.stream()
        .map(this::occurrence)
        .anyMatch(what -> what instanceof Processed process && names(process.inputs(), item));
  }

  @Override
  public boolean hidesOfProcess(long position) {
    String process = ((Processed) occurrence(position)).process();
    return !process.isEmpty()
        && hidden.stream()
            .map(this::occurrence)
            .anyMatch(what -> what instanceof Processed other && other.process().equals(process));
  }

  @Override
  public LongIterator inOrder(Roaring64Bitmap numbers) {
    return numbers.getLongIterator();
  }

  @Override
  public void eachMoment(long item, MomentVisitor visitor) {
    for (Trail trail : Trail.values()) {
      each(
          what -> trail != Trail.HOLDING && names(of(what, trail), item),
          (position, time) -> visitor.moment(trail, position, time));
    }
  }

  private static List<EventItem> of(Occurrence what, Trail trail) {
    boolean matches =
        switch (what.kind()) {
          case PROCESS -> trail == Trail.USED || trail == Trail.MADE;
          case CREATE -> trail == Trail.BORN;
          case RETIRE -> trail == Trail.ENDED;
          case TRANSFER -> trail == Trail.MOVED;
          case OBSERVE -> trail == Trail.SEEN;
          case CONTAIN -> trail == Trail.INSIDE;
          case WITHDRAW -> false;
        };
    boolean output = trail == Trail.MADE || trail == Trail.BORN || trail == Trail.INSIDE;
    return !matches ? List.of() : output ? Sides.outputs(what) : Sides.inputs(what);
  }

  @Override
  public OptionalLong firstHolding(long item) {
    List<Long> found = new ArrayList<>();
    each(
        what -> what instanceof Contained in && in.parent().equals(Optional.of(item(item))),
        (position, time) -> found.add(position));
    return found.isEmpty() ? OptionalLong.empty() : OptionalLong.of(found.get(0));
  }

  @Override
  public EventRow row(long position) {
    Event event = events.get((int) position);
    Occurrence what = event.occurrence();
    Contained in = what instanceof Contained contained ? contained : null;
    Transferred moved = what instanceof Transferred transfer ? transfer : null;
    return new EventRow(
        position,
        recorders.getOrDefault(position, recorder),
        Bytes.EMPTY,
        false,
        false,
        event.time().toEpochMilli(),
        what.kind(),
        in == null ? Change.SEEN : in.change(),
        in == null ? Bond.PACKED : in.bond(),
        Bytes.EMPTY,
        Bytes.EMPTY,
        members(Sides.inputs(what)),
        members(Sides.outputs(what)),
        moved == null ? "" : moved.from(),
        moved == null ? "" : moved.to(),
        moved == null ? Side.UNSAID : moved.side(),
        what instanceof Processed process && process.partial(),
        StockTaking.is(event));
  }

  private Members members(List<EventItem> items) {
    return Members.of(items, item -> number(item.id()).orElseThrow());
  }

  @Override
  public Optional<At> emptied(long container, Bond bond, long fromMillis, long entered) {
    List<At> found = new ArrayList<>();
    each(
        what ->
            what instanceof Contained out
                && out.change() == Change.LEAVE
                && out.children().isEmpty()
                && out.bond() == bond
                && out.parent().equals(Optional.of(item(container))),
        (position, time) -> {
          if (time > fromMillis || (time == fromMillis && position >= entered)) {
            found.add(new At(position, time));
          }
        });
    return found.stream().findFirst();
  }

  @Override
  public Told told(long position) {
    return new Told(
        Content.of(events.get((int) position)), recorders.getOrDefault(position, recorder));
  }

  @Override
  public void close() {}
}
