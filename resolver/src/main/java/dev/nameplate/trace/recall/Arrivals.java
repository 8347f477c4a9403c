package dev.nameplate.trace.recall;

import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.lineage.Trail;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.read.Entry;
import dev.nameplate.trace.read.Entry.Amount;
import dev.nameplate.trace.read.Lineage;
import dev.nameplate.trace.read.Lineage.At;
import dev.nameplate.trace.recall.OpenHalves.Half;
import dev.nameplate.trace.recall.OpenHalves.Kind;
import dev.nameplate.trace.recall.OpenHalves.Pair;
import dev.nameplate.trace.recall.RecallStep.Extent;
import dev.nameplate.trace.recall.Whereabouts.Holding;
import dev.nameplate.trace.recall.Whereabouts.Span;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The arrivals of an item at its receivers in a period: each transfer of the item, of a part of it,
 * or of its container, past holders included. The records of both sides of a transfer are one
 * arrival, at the time of the receiver's record if there is one. An amount that may belong to an
 * arrival listed already, or may not have been there any more, has a lower bound of zero: a
 * receiver is never left out by a guess. Used once.
 */
final class Arrivals {
  private final boolean single;
  private final Lineage lineage;
  private final Holdings holdings;
  private final Budget budget;
  private final PartyNames names;
  private final OpenHalves halves;
  private final List<Arrival> found = new ArrayList<>();
  private final Map<Half, Arrival> ofHalf = new HashMap<>();
  private final Set<String> parties = new HashSet<>();

  /** Times at which the item itself passed to a party; the empty name for an unknown one. */
  private final Map<String, NavigableSet<Long>> passed = new HashMap<>();

  private final Supply supply;

  /** Amounts of the item at a receiver: one for each unit, without a unit if unknown. */
  private static final class Arrival {
    private String to;
    private At at;
    private final long container;
    private List<Span> much;
    private boolean doubtful;

    Arrival(String to, At at, long container, List<Span> much) {
      this.to = to;
      this.at = at;
      this.container = container;
      this.much = much;
    }

    boolean isSaid() {
      return !much.get(0).unit().isEmpty();
    }

    /** Lowers the bounds of a single amount. */
    void lower(BigDecimal low, BigDecimal high) {
      Span one = much.get(0);
      much =
          List.of(
              new Span(
                  one.unit(),
                  one.low().subtract(low).max(BigDecimal.ZERO),
                  one.high().subtract(high).max(BigDecimal.ZERO)));
    }

    /** Adds what the record of the other side says. */
    void tell(String receiver, Side side, At time) {
      to = to.isEmpty() ? receiver : to;
      at = side == Side.RECEIVED ? time : at;
    }

    boolean isNothing() {
      return isSaid() && much.stream().allMatch(span -> span.high().signum() == 0);
    }
  }

  private Arrivals(
      boolean single, List<Entry> entries, Lineage lineage, Holdings holdings, Budget budget) {
    this.single = single;
    this.lineage = lineage;
    this.holdings = holdings;
    this.budget = budget;
    this.names = PartyNames.of(entries);
    this.halves = new OpenHalves(names);
    this.supply = new Supply(single, names);
  }

  /**
   * The arrivals in a period, as holdings of the receivers.
   *
   * @param single true if the item is a thing that only moves as a whole
   * @param entries all entries of the item, in the order of time
   */
  static List<Holding> of(
      boolean single,
      List<Entry> entries,
      Period period,
      Lineage lineage,
      Holdings holdings,
      Budget budget) {
    Arrivals arrivals = new Arrivals(single, entries, lineage, holdings, budget);
    for (Entry entry : entries) {
      budget.requireTime();
      arrivals.supply.enter(entry);
      switch (entry.trail()) {
        case BORN, MADE -> arrivals.parties.add(entry.event().recorder());
        case MOVED -> entry.amounts().forEach(much -> arrivals.moved(entry, much));
        default -> {}
      }
    }
    arrivals.carried(entries.stream().filter(entry -> entry.trail() == Trail.INSIDE).toList());
    return arrivals.in(period);
  }

  private void moved(Entry entry, Amount much) {
    Entry.Event event = entry.event();
    names.learn(event, parties::contains);
    Side side = names.side(event);
    String from = event.giver();
    String to = event.receiver();
    if (!to.isEmpty() && names.areSame(from, to) && parties.contains(to)) {
      return; // from one place of his to another
    }
    parties.add(from);
    parties.add(to);
    names
        .of(to)
        .forEach(name -> passed.computeIfAbsent(name, any -> new TreeSet<>()).add(entry.millis()));
    Half half = new Half(Kind.NAMED, side, from, to, much, entry.millis());
    if (!halves.pair(half, pair -> paired(pair, entry, side))) {
      halves.expectOther(half);
      ofHalf.put(half, add(to, entry.at(), Span.exact(much.unit(), half.left())));
    }
  }

  private Arrival add(String to, At at, Span much) {
    Arrival arrival = new Arrival(to, at, Whereabouts.NONE, List.of(much));
    found.add(arrival);
    return arrival;
  }

  /** Takes in the other side's record of an arrival, or what may be another arrival. */
  private void paired(Pair pair, Entry entry, Side side) {
    Arrival earlier = Objects.requireNonNull(ofHalf.get(pair.other()));
    String to = entry.event().receiver();
    String unit = pair.other().unit();
    if (pair.much().signum() == 0) {
      if (!earlier.isSaid()) {
        earlier.tell(to, side, entry.at());
      }
    } else if (pair.sure()) {
      earlier.lower(pair.much(), pair.much());
      add(earlier.to, earlier.at, Span.exact(unit, pair.much())).tell(to, side, entry.at());
    } else {
      earlier.lower(pair.much(), BigDecimal.ZERO);
      add(to, entry.at(), new Span(unit, BigDecimal.ZERO, pair.much()));
    }
  }

  /** A stay of the item in a container, with what entered and left it, and its end. */
  private record Stay(long container, Optional<At> emptied, List<Entry> changes) {
    boolean isOver(Entry before) {
      return emptied
          .filter(
              at ->
                  at.millis() < before.millis()
                      || (at.millis() == before.millis() && at.position() < before.position()))
          .isPresent();
    }
  }

  private record Place(long container, Bond bond) {}

  private void carried(List<Entry> changes) {
    Map<Place, Stay> open = new HashMap<>();
    for (Entry change : changes) {
      Entry.Event event = change.event();
      if (event.parent() == Entry.Event.NO_PARENT || event.change() == Change.SEEN) {
        continue;
      }
      budget.requireTime();
      Place place = new Place(event.parent(), event.bond());
      Stay stay = open.get(place);
      if (stay == null || stay.isOver(change)) {
        if (stay != null) {
          carried(stay);
        }
        stay =
            new Stay(
                place.container(),
                lineage.emptied(
                    place.container(), place.bond(), change.millis(), change.position()),
                new ArrayList<>());
        open.put(place, stay);
      }
      stay.changes().add(change);
    }
    open.values().forEach(this::carried);
  }

  /** The arrivals of a container while something of the item was in it. */
  private void carried(Stay stay) {
    long from = stay.changes().get(0).millis();
    long until = stay.emptied().map(At::millis).orElse(Long.MAX_VALUE);
    Content content = new Content(single, stay.changes());
    OpenHalves hops = new OpenHalves(names);
    Map<Half, Arrival> ofHop = new HashMap<>();
    Optional<String> before = Optional.empty();
    for (At at : holdings.all(stay.container(), from, until)) {
      budget.requireTime();
      Entry.Event event = Entry.Event.of(lineage.row(at.position()));
      Side side = names.side(event);
      String to = event.receiver();
      Half half = new Half(Kind.NAMED, side, event.giver(), to, Amount.UNSAID, at.millis());
      boolean told =
          hops.pair(
              half,
              pair ->
                  Optional.ofNullable(ofHop.get(pair.other()))
                      .ifPresent(arrival -> arrival.tell(to, side, at)));
      content.moveTo(at.millis());
      if (!told) {
        hops.expectOther(half);
        if (content.isAny()) {
          Arrival arrival = new Arrival(to, at, stay.container(), content.spans());
          arrival.doubtful =
              content.isDoubtful()
                  || supply.isShort(at.millis())
                  || hasPassed(to, at)
                  || before.filter(one -> names.areSame(one, to)).isPresent();
          ofHop.put(half, arrival);
          found.add(arrival);
        }
        before = Optional.of(to);
      }
    }
  }

  /** True if the item itself passed to a party about the time at which that got a container. */
  private boolean hasPassed(String to, At at) {
    return to.isEmpty()
        ? passed.values().stream().anyMatch(times -> isNear(times, at))
        : isNear(passed.getOrDefault(to, new TreeSet<>()), at)
            || isNear(passed.getOrDefault("", new TreeSet<>()), at);
  }

  private static boolean isNear(NavigableSet<Long> times, At at) {
    Long next = times.ceiling(at.millis() - Holdings.MOST_LATE_MILLIS);
    return next != null && next - at.millis() <= Holdings.MOST_LATE_MILLIS;
  }

  private List<Holding> in(Period period) {
    List<Holding> arrived = new ArrayList<>();
    Optional<Arrival> before = Optional.empty();
    found.sort(Comparator.comparingLong(arrival -> arrival.at.millis()));
    for (Arrival arrival : found) {
      boolean again =
          single
              && !arrival.isSaid()
              && before.filter(one -> names.areSame(one.to, arrival.to)).isPresent();
      if (!arrival.isNothing() && period.contains(arrival.at.millis())) {
        arrived.add(holding(arrival, again));
      }
      before = Optional.of(arrival);
    }
    return arrived;
  }

  /**
   * An arrival as a holding.
   *
   * @param again true if the receiver had the whole thing already
   */
  private Holding holding(Arrival arrival, boolean again) {
    boolean said = arrival.isSaid();
    List<Span> much =
        arrival.much.stream()
            .map(
                span ->
                    arrival.doubtful ? new Span(span.unit(), BigDecimal.ZERO, span.high()) : span)
            .toList();
    Extent extent = Extent.POSSIBLE;
    if (!said && single && !again && !arrival.doubtful) {
      extent = Extent.WHOLE;
    } else if (said && much.stream().allMatch(span -> span.low().compareTo(span.high()) == 0)) {
      extent = Extent.PART;
    }
    return new Holding(
        arrival.to, arrival.container, arrival.at.position(), extent, said ? much : List.of());
  }
}
