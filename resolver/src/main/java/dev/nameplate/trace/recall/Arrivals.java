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
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The arrivals of an item at its receivers in a period: each transfer of the item, of a part of it,
 * or of its container, past holders included. The records of both sides of a transfer are one
 * arrival, at the time of the receiver's record if there is one. An amount that may belong to an
 * arrival listed already has a lower bound of zero. Used once.
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

  /** Times at which a party recorded the item itself as received. */
  private final Map<String, NavigableSet<Long>> recorded = new HashMap<>();

  /** An amount of the item at a receiver. */
  private static final class Arrival {
    private String to;
    private At at;
    private final long container;
    private final String unit;
    private BigDecimal low;
    private BigDecimal high;

    Arrival(String to, At at, long container, Span much) {
      this.to = to;
      this.at = at;
      this.container = container;
      this.unit = much.unit();
      this.low = much.low();
      this.high = much.high();
    }

    void lower(BigDecimal much) {
      low = low.subtract(much).max(BigDecimal.ZERO);
    }

    void leaveOut(BigDecimal much) {
      lower(much);
      high = high.subtract(much).max(BigDecimal.ZERO);
    }

    /** Adds what the record of the other side says. */
    void tell(String receiver, Side side, At time) {
      to = to.isEmpty() ? receiver : to;
      at = side == Side.RECEIVED ? time : at;
    }

    boolean isNothing() {
      return !unit.isEmpty() && high.signum() == 0;
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
      if (entry.trail() == Trail.MOVED) {
        budget.requireTime();
        entry.amounts().forEach(much -> arrivals.moved(entry, much));
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
    if (side != Side.GIVEN) {
      names
          .of(to)
          .forEach(
              name -> recorded.computeIfAbsent(name, any -> new TreeSet<>()).add(entry.millis()));
    }
    Half half = new Half(Kind.NAMED, side, from, to, much, entry.millis());
    if (!halves.pair(half, pair -> paired(pair, entry, side))) {
      halves.expectOther(half);
      ofHalf.put(half, add(to, entry.at(), exact(much.unit(), half.left())));
    }
  }

  private Arrival add(String to, At at, Span much) {
    Arrival arrival = new Arrival(to, at, Whereabouts.NONE, much);
    found.add(arrival);
    return arrival;
  }

  private static Span exact(String unit, BigDecimal amount) {
    return new Span(unit, amount, amount);
  }

  /** Takes in the other side's record of an arrival, or what may be another arrival. */
  private void paired(Pair pair, Entry entry, Side side) {
    Arrival earlier = ofHalf.get(pair.other());
    String to = entry.event().receiver();
    if (earlier == null) {
      add(to, entry.at(), new Span(pair.other().unit(), BigDecimal.ZERO, pair.much()));
    } else if (pair.much().signum() == 0) {
      earlier.tell(to, side, entry.at());
    } else if (pair.sure()) {
      earlier.leaveOut(pair.much());
      add(earlier.to, earlier.at, exact(earlier.unit, pair.much())).tell(to, side, entry.at());
    } else {
      earlier.lower(pair.much());
      add(to, entry.at(), new Span(earlier.unit, BigDecimal.ZERO, pair.much()));
    }
  }

  /** A stay of the item in a container, with what entered and left it. */
  private record Stay(long container, Bond bond, List<Entry> changes) {
    Entry first() {
      return changes.get(0);
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
      Place place = new Place(event.parent(), event.bond());
      Stay stay = open.get(place);
      if (stay == null || end(stay) < change.millis()) {
        if (stay != null) {
          carried(stay);
        }
        stay = new Stay(place.container(), place.bond(), new ArrayList<>());
        open.put(place, stay);
      }
      stay.changes().add(change);
    }
    open.values().forEach(this::carried);
  }

  /** The time at which everything left the container. */
  private long end(Stay stay) {
    return lineage
        .emptied(stay.container(), stay.bond(), stay.first().millis(), stay.first().position())
        .map(At::millis)
        .orElse(Long.MAX_VALUE);
  }

  /** The arrivals of a container while something of the item was in it. */
  private void carried(Stay stay) {
    Content content = new Content(stay.changes().iterator());
    OpenHalves hops = new OpenHalves(names);
    Map<Half, List<Arrival>> ofHop = new HashMap<>();
    for (At at : holdings.all(stay.container(), stay.first().millis(), end(stay))) {
      budget.requireTime();
      Entry.Event event = Entry.Event.of(lineage.row(at.position()));
      Side side = names.side(event);
      String to = event.receiver();
      Half half = new Half(Kind.NAMED, side, event.giver(), to, Amount.UNSAID, at.millis());
      boolean told =
          hops.pair(
              half,
              pair ->
                  ofHop
                      .getOrDefault(pair.other(), List.of())
                      .forEach(arrival -> arrival.tell(to, side, at)));
      if (!told) {
        hops.expectOther(half);
        List<Arrival> arrivals = new ArrayList<>();
        for (Span span : content.at(at.millis())) {
          Span much =
              isRecorded(to, at) ? new Span(span.unit(), BigDecimal.ZERO, span.high()) : span;
          arrivals.add(new Arrival(to, at, stay.container(), much));
        }
        ofHop.put(half, arrivals);
        found.addAll(arrivals);
      }
    }
  }

  /** True if a party recorded the item itself about the time at which it received a container. */
  private boolean isRecorded(String to, At at) {
    Long next =
        recorded.getOrDefault(to, new TreeSet<>()).ceiling(at.millis() - Holdings.MOST_LATE_MILLIS);
    return next != null && next - at.millis() <= Holdings.MOST_LATE_MILLIS;
  }

  /** The amounts of the item in a container, which only moves forward in time. */
  private final class Content {
    private final Iterator<Entry> changes;
    private final Map<String, BigDecimal> sums = new TreeMap<>();
    private boolean there;
    private boolean said = !single;
    private @Nullable Entry next;

    Content(Iterator<Entry> changes) {
      this.changes = changes;
      this.next = changes.hasNext() ? changes.next() : null;
    }

    /** Amounts at a time: one without a unit if unknown, none if nothing is inside. */
    List<Span> at(long millis) {
      for (Entry change = next; change != null && change.millis() <= millis; change = next) {
        add(change);
        next = changes.hasNext() ? changes.next() : null;
      }
      if (!said) {
        return there ? List.of(exact("", BigDecimal.ZERO)) : List.of();
      }
      return sums.entrySet().stream()
          .filter(sum -> sum.getValue().signum() > 0)
          .map(sum -> exact(sum.getKey(), sum.getValue()))
          .toList();
    }

    private void add(Entry change) {
      boolean in = change.event().change() == Change.ENTER;
      there = in || (there && !single);
      for (Amount much : change.amounts()) {
        said &= much.isSaid();
        sums.merge(much.unit(), in ? much.amount() : much.amount().negate(), BigDecimal::add);
      }
    }
  }

  private List<Holding> in(Period period) {
    List<Holding> arrived = new ArrayList<>();
    Optional<Arrival> before = Optional.empty();
    found.sort(Comparator.comparingLong(arrival -> arrival.at.millis()));
    for (Arrival arrival : found) {
      boolean again =
          single
              && arrival.unit.isEmpty()
              && before.filter(one -> names.areSame(one.to, arrival.to)).isPresent();
      if (!again && !arrival.isNothing() && period.contains(arrival.at.millis())) {
        arrived.add(holding(arrival));
      }
      before = Optional.of(arrival);
    }
    return arrived;
  }

  private Holding holding(Arrival arrival) {
    boolean said = !arrival.unit.isEmpty();
    Extent extent =
        single && !said
            ? Extent.WHOLE
            : said && arrival.low.compareTo(arrival.high) == 0 ? Extent.PART : Extent.POSSIBLE;
    return new Holding(
        arrival.to,
        arrival.container,
        arrival.at.position(),
        extent,
        said ? List.of(new Span(arrival.unit, arrival.low, arrival.high)) : List.of());
  }
}
