package dev.nameplate.trace;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.event.Occurrence.Contained;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.event.Occurrence.Observed;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Retired;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.event.Occurrence.Target;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.event.Occurrence.Withdrawn;
import dev.nameplate.lineage.EventLog;
import dev.nameplate.trust.statement.RecordedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Events as bad data has them: of few items, in circles, late, at the same time, withdrawn before
 * and after, twice, in containers that never empty.
 */
public final class RandomEvents {
  private static final List<String> OTHERS =
      List.of(
          "https://id.gs1.org/01/09521234601029",
          "https://id.gs1.org/01/09521234601029/10/LOT-1",
          "99.1/SAND",
          "99.2/ORE");

  private final Random random;
  private final int items;
  private final List<Event> made = new ArrayList<>();

  /** Events of a few items. */
  public RandomEvents(long seed, int items) {
    this.random = new Random(seed);
    this.items = items;
  }

  /** All items that there may be. */
  public List<ItemId> items() {
    return Stream.concat(
            IntStream.range(0, items).mapToObj(i -> EventLog.item("I" + i)),
            OTHERS.stream().map(ItemId::parse))
        .toList();
  }

  /** An event unlike all before it. */
  public Event next() {
    Event event =
        Event.at(EventLog.minute(random.nextInt(600)), occurrence()).step("s" + made.size());
    if (random.nextInt(3) == 0) {
      event = event.name("name-" + made.size());
    }
    made.add(event);
    return event;
  }

  private Occurrence occurrence() {
    return switch (random.nextInt(13)) {
      case 0 -> new Created(some(1, 3));
      case 1 -> new Retired(some(1, 1));
      case 2 -> new Observed(some(1, 3), List.of());
      case 3 ->
          new Transferred(
              some(1, 3),
              random.nextBoolean() ? "99.3" : "somebody",
              random.nextBoolean() ? "99.4" : "88.118.8",
              one(Side.values()),
              List.of());
      case 4, 5 -> contained();
      case 6 -> withdrawn();
      default ->
          new Processed(
              random.nextInt(4) == 0 ? "P" + random.nextInt(3) : "", some(1, 3), some(1, 4), false);
    };
  }

  private Occurrence contained() {
    ItemId parent = EventLog.item("I" + random.nextInt(3));
    List<EventItem> children =
        some(1, 3).stream().filter(child -> !child.id().equals(parent)).toList();
    Change change = one(Change.values());
    if (children.isEmpty() && change == Change.ENTER) {
      change = Change.LEAVE;
    }
    boolean all = change == Change.LEAVE && random.nextBoolean();
    return new Contained(
        Optional.of(parent), all ? List.of() : children, change, one(Bond.values()));
  }

  private Occurrence withdrawn() {
    if (made.isEmpty() || random.nextInt(3) == 0) {
      return new Withdrawn(
          new Target.ByName("name-" + random.nextInt(made.size() + 10)), "wrong", List.of());
    }
    Event target = made.get(random.nextInt(made.size()));
    return new Withdrawn(
        new Target.ById(RecordedEvent.Content.of(target).id()), "wrong", List.of());
  }

  private <T> T one(T[] of) {
    return of[random.nextInt(of.length)];
  }

  private List<EventItem> some(int least, int most) {
    List<ItemId> all = items();
    return IntStream.range(0, least + random.nextInt(most - least + 1))
        .mapToObj(i -> all.get(random.nextInt(all.size())))
        .map(
            id ->
                random.nextBoolean()
                    ? EventItem.of(id.toString())
                    : EventItem.of(id.toString(), "1." + random.nextInt(100), "TNE"))
        .toList();
  }
}
