package dev.nameplate.trace;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.EventKind;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.event.Occurrence.Contained;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.trust.RecordedEvent.Content;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
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
    each(
        what -> what instanceof Transferred transfer && names(transfer.transferred(), item),
        (position, time) -> {
          if (fromMillis <= time && time <= untilMillis) {
            found.add(new At(position, time));
          }
        });
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get(found.size() - 1));
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

  @Override
  public void eachContainer(long item, ContainerVisitor visitor) {
    List<Event> ordered =
        IntStream.range(0, events.size())
            .filter(position -> !hidden.contains(position))
            .mapToObj(events::get)
            .sorted(Comparator.comparing(Event::time))
            .toList();
    for (Event enter : ordered) {
      if (enter.occurrence() instanceof Contained in
          && in.change() == Change.ENTER
          && names(in.children(), item)) {
        long left =
            ordered.stream()
                .filter(event -> event.time().isAfter(enter.time()))
                .filter(
                    event ->
                        event.occurrence() instanceof Contained out
                            && out.change() == Change.LEAVE
                            && out.parent().equals(in.parent())
                            && (out.children().isEmpty() || names(out.children(), item)))
                .mapToLong(event -> event.time().toEpochMilli())
                .findFirst()
                .orElse(Long.MAX_VALUE);
        visitor.container(
            number(in.parent().orElseThrow()).orElseThrow(), enter.time().toEpochMilli(), left);
      }
    }
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
  public boolean isProcess(long position) {
    return occurrence(position) instanceof Processed;
  }

  @Override
  public long[] inputs(long position) {
    return numbers(((Processed) occurrence(position)).inputs());
  }

  @Override
  public long[] outputs(long position) {
    return numbers(occurrence(position).made());
  }

  private long[] numbers(List<EventItem> named) {
    return named.stream().mapToLong(one -> number(one.id()).orElseThrow()).toArray();
  }

  @Override
  public Told told(long position) {
    return new Told(Content.of(events.get((int) position)), recorder);
  }

  @Override
  public void close() {}
}
