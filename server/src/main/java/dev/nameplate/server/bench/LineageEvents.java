package dev.nameplate.server.bench;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.event.Occurrence.Contained;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.event.Occurrence.Target;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.event.Occurrence.Withdrawn;
import dev.nameplate.event.Quantity;
import dev.nameplate.trust.statement.RecordedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The events of a {@link LineagePlan}, in the order in which they are recorded, a second apart;
 * campaign by campaign, and in it level by level. Holds one event, and the numbers of what is late
 * in a campaign. Used by one thread.
 */
final class LineageEvents implements Iterator<Event> {
  private static final Instant BEGIN = Instant.parse("2020-01-01T00:00:00Z");
  private static final Duration SKEW = Duration.ofHours(2);

  private final LineagePlan plan;
  private final long heatsACampaign;
  private final Deque<Supplier<Event>> next = new ArrayDeque<>();
  private final Deque<Supplier<Event>> late = new ArrayDeque<>();
  private long campaign;
  private int level;
  private long number;
  private Instant time = BEGIN;

  /** Begins with the first campaign. */
  LineageEvents(LineagePlan plan) {
    this.plan = plan;
    this.heatsACampaign = plan.campaign();
  }

  @Override
  public boolean hasNext() {
    while (next.isEmpty() && campaign * heatsACampaign < plan.heats()) {
      fill();
    }
    return !next.isEmpty();
  }

  @Override
  public Event next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return next.remove().get();
  }

  /** Adds the next events, or moves on to the next level or campaign. */
  private void fill() {
    if (number == ofLevel()) {
      number = 0;
      level++;
      if (level > plan.last() + 1) {
        next.addAll(late);
        late.clear();
        level = 0;
        campaign++;
      }
    } else if (level == 0) {
      create();
    } else if (level <= plan.last()) {
      process(campaign * ofLevel() + number++);
    } else {
      ship(campaign * ofLevel() + number++);
    }
  }

  /** Number of heats, processes or crates of this level in a campaign. */
  private long ofLevel() {
    if (level == 0) {
      return heatsACampaign;
    }
    if (level <= plan.last()) {
      return heatsACampaign * plan.fanOut(0, level - 1) / plan.mixed(level);
    }
    return plan.crate() == 0
        ? 0
        : -Math.floorDiv(-heatsACampaign * plan.fanOut(0, plan.last()), plan.crate());
  }

  private void create() {
    long first = campaign * heatsACampaign + number;
    number = Math.min(heatsACampaign, number + plan.itemsAnEvent());
    long end = campaign * heatsACampaign + number;
    tell(next, "commissioning", () -> new Created(items(0, first, end)));
  }

  private void process(long process) {
    Deque<Supplier<Event>> into = plan.isLate(level, process) ? late : next;
    Run what = new Run(level, process);
    if (plan.isWithdrawn(level, process)) {
      Supplier<Event> wrong =
          tell(into, "", () -> new Processed(what.otherInputs(), what.outputs(0, what.made())));
      tell(into, "", () -> new Withdrawn(idOf(wrong), "the wrong input", List.of()));
    }
    Duration skew = plan.isSkewed(level, process) ? SKEW : Duration.ZERO;
    time = time.minus(skew);
    if (what.mixed() + what.made() <= plan.itemsAnEvent()) {
      tell(
          into,
          "",
          () -> new Processed(what.inputs(0, what.mixed()), what.outputs(0, what.made())));
    } else {
      inParts(into, what);
    }
    time = time.plus(skew);
    if (plan.isReworked(level, process)) {
      tell(into, "reworking", () -> new Processed(what.firstMade(), what.firstUsedAgain()));
    }
  }

  private void inParts(Deque<Supplier<Event>> into, Run what) {
    int most = plan.itemsAnEvent();
    for (int from = 0; from < what.mixed(); from += most) {
      int first = from;
      tell(into, "", () -> what.part(what.inputs(first, first + most), List.of()));
    }
    for (int from = 0; from < what.made(); from += most) {
      int first = from;
      tell(into, "", () -> what.part(List.of(), what.outputs(first, first + most)));
    }
  }

  /** Inputs and outputs of a process of a level, made on demand. */
  private final class Run {
    private final int level;
    private final long number;

    Run(int level, long number) {
      this.level = level;
      this.number = number;
    }

    int mixed() {
      return plan.mixed(level);
    }

    int made() {
      return plan.made(level);
    }

    List<EventItem> inputs(int from, int until) {
      long first = number * mixed();
      return items(level - 1, first + from, first + Math.min(mixed(), until));
    }

    List<EventItem> outputs(int from, int until) {
      long first = number * made();
      return items(level, first + from, first + Math.min(made(), until));
    }

    List<EventItem> otherInputs() {
      return new Run(level, Math.floorMod(number + 1, plan.processes(level))).inputs(0, mixed());
    }

    List<EventItem> firstMade() {
      return outputs(0, 1);
    }

    /** The first input again, with the weight of the first output. */
    List<EventItem> firstUsedAgain() {
      return List.of(new EventItem(inputs(0, 1).get(0).id(), firstMade().get(0).quantity()));
    }

    Processed part(List<EventItem> used, List<EventItem> making) {
      return new Processed("RUN-" + level + "-" + number, used, making, false);
    }
  }

  /** Packs and ships a crate; the last crate of a campaign may hold less. */
  private void ship(long crate) {
    long inCampaign = heatsACampaign * plan.fanOut(0, plan.last());
    long first = campaign * inCampaign + (number - 1) * plan.crate();
    long end = Math.min((campaign + 1) * inCampaign, first + plan.crate());
    EventItem packed = new EventItem(plan.crate(crate), Optional.empty());
    tell(
        next,
        "packing",
        () ->
            new Contained(
                Optional.of(packed.id()),
                items(plan.last(), first, end),
                Change.ENTER,
                Bond.PACKED));
    tell(
        next,
        "shipping",
        () ->
            new Transferred(
                List.of(packed),
                plan.prefix().toString(),
                plan.dealer(crate),
                Side.GIVEN,
                List.of("DESPATCH-" + crate)));
  }

  private List<EventItem> items(int ofLevel, long from, long until) {
    Optional<Quantity> quantity = Optional.of(new Quantity(plan.weight(ofLevel), LineagePlan.UNIT));
    return LongStream.range(from, until)
        .mapToObj(item -> new EventItem(plan.item(ofLevel, item), quantity))
        .toList();
  }

  private static Target idOf(Supplier<Event> event) {
    return new Target.ById(RecordedEvent.Content.of(event.get()).id());
  }

  /** Adds an event at the current time; its items are made when it is recorded. */
  private Supplier<Event> tell(
      Deque<Supplier<Event>> into, String step, Supplier<Occurrence> occurrence) {
    time = time.plusSeconds(1);
    Instant then = time;
    Supplier<Event> event = () -> Event.at(then, occurrence.get()).step(step);
    into.add(event);
    return event;
  }

  /** All of them as a stream. */
  static Stream<Event> stream(LineagePlan plan) {
    Iterable<Event> events = () -> new LineageEvents(plan);
    return StreamSupport.stream(events.spliterator(), false);
  }
}
