package dev.nameplate.trace;

import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.lineage.Trail;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.Entry.Amount;
import dev.nameplate.trace.Lineage.At;
import dev.nameplate.trace.RecallStep.Extent;
import dev.nameplate.trace.RecallStep.Presence;
import dev.nameplate.trace.Whereabouts.Holding;
import dev.nameplate.trace.Whereabouts.Span;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The account of an item of which parts are in different places, event by event. Amounts are exact
 * where parts can be told apart, and bounds where they cannot:
 *
 * <ul>
 *   <li>What is taken comes from whoever gives, uses or retires it; from what he has outside of
 *       containers first.
 *   <li>If he has less than that, the rest comes from the only other holder, or may come from each
 *       of several: they have at least so much less. If nobody has any, it is owed, and what he
 *       gets later pays for it.
 *   <li>If nobody says how much of a lot passes on, it may be any part of it.
 *   <li>Of a transfer that giver and receiver both recorded, the second is not a second one.
 *   <li>A stock-taking sets what its recorder has.
 * </ul>
 *
 * <p>Used once, by one thread.
 */
final class SplitAccount {
  /** More transfers than are ever under way; of the oldest, the other half is not expected. */
  private static final int MOST_HALVES = 1024;

  private static final BigDecimal ZERO = BigDecimal.ZERO;

  private static final long SLACK_MILLIS = TraceQuestion.DEFAULT_SLACK.toMillis();

  private final boolean single;
  private final Lineage lineage;
  private final Holdings holdings;
  private final Budget budget;
  private final Map<Place, Stock> stocks = new LinkedHashMap<>();
  private final Map<String, Set<Stock>> byHolder = new HashMap<>();
  private final Set<Stock> contained = new LinkedHashSet<>();

  /** What the current event may have emptied. */
  private final Set<Stock> touched = new LinkedHashSet<>();

  /** The other name of a recorder, under which he gave or received, and the other way round. */
  private final Map<String, Set<String>> names = new HashMap<>();

  private final Map<Debt, BigDecimal> debts = new HashMap<>();
  private final Map<String, BigDecimal> known = new HashMap<>();
  private final List<Half> halves = new ArrayList<>();
  private Holding last =
      new Holding("", Whereabouts.NONE, Whereabouts.NONE, Extent.WHOLE, List.of());
  private boolean retired;
  private boolean begun;

  /**
   * With whom, and in what.
   *
   * @param bond how it is held there; of what is in nothing, no matter which
   */
  private record Place(String holder, long container, Bond bond) {
    static Place loose(String holder) {
      return new Place(holder, Whereabouts.NONE, Bond.PACKED);
    }
  }

  private record Debt(String holder, String unit) {}

  /** One side's word of a transfer, as far as it is not known to be the other side's, too. */
  private static final class Half {
    private final Side side;
    private final String from;
    private final String to;
    private final String unit;
    private final long millis;
    private BigDecimal left;

    Half(Side side, String from, String to, Amount much, long millis) {
      this.side = side;
      this.from = from;
      this.to = to;
      this.unit = much.unit();
      this.left = much.amount();
      this.millis = millis;
    }

    /**
     * Whether a later half may tell of the same transfer: what was received earlier only if clocks
     * can differ so much.
     */
    boolean mayBeOther(Half later) {
      boolean inOrder = side == Side.GIVEN && later.side == Side.RECEIVED;
      boolean byClocks =
          side == Side.RECEIVED
              && later.side == Side.GIVEN
              && later.millis - millis <= SLACK_MILLIS;
      return unit.equals(later.unit)
          && (from.equals(later.from)
              ? inOrder || byClocks
              : later.from.isEmpty() ? inOrder : from.isEmpty() && byClocks);
    }
  }

  /** Whether something is there of which nobody says how much. */
  private enum Some {
    NONE,
    PERHAPS,
    SURE
  }

  /** What is in one place. */
  private static final class Stock {
    private final Place place;
    private final Map<String, Span> spans = new TreeMap<>();
    private Some some = Some.NONE;
    private long handover = Whereabouts.NONE;

    // In a container: since which event, and when all left it.
    private At since = new At(Whereabouts.NONE, Long.MIN_VALUE);
    private Optional<At> emptied = Optional.empty();

    Stock(Place place) {
      this.place = place;
    }

    BigDecimal high(String unit) {
      Span span = spans.get(unit);
      return span == null ? BigDecimal.ZERO : span.high();
    }

    BigDecimal low(String unit) {
      Span span = spans.get(unit);
      return span == null ? BigDecimal.ZERO : span.low();
    }

    void set(String unit, BigDecimal low, BigDecimal high) {
      if (high.signum() <= 0) {
        spans.remove(unit);
      } else {
        spans.put(unit, new Span(unit, low.max(BigDecimal.ZERO).min(high), high));
      }
    }

    void add(String unit, BigDecimal low, BigDecimal high) {
      set(unit, low(unit).add(low), high(unit).add(high));
    }

    void take(String unit, BigDecimal much) {
      set(unit, low(unit).subtract(much), high(unit).subtract(much));
    }

    /** It may have so much less. */
    void doubt(String unit, BigDecimal much) {
      set(unit, low(unit).subtract(much), high(unit));
    }

    /** Any part of it may be gone. */
    void doubt() {
      List.copyOf(spans.keySet()).forEach(unit -> set(unit, BigDecimal.ZERO, high(unit)));
      some = some == Some.NONE ? Some.NONE : Some.PERHAPS;
    }

    boolean isEmpty() {
      return spans.isEmpty() && some == Some.NONE;
    }

    boolean isLoose() {
      return place.container() == Whereabouts.NONE;
    }

    boolean isExact() {
      return some != Some.PERHAPS
          && spans.values().stream().allMatch(span -> span.low().compareTo(span.high()) == 0);
    }
  }

  private SplitAccount(boolean single, Lineage lineage, Holdings holdings, Budget budget) {
    this.budget = budget;
    this.single = single;
    this.lineage = lineage;
    this.holdings = holdings;
  }

  static Whereabouts of(
      boolean single, List<Entry> entries, Lineage lineage, Holdings holdings, Budget budget) {
    SplitAccount account = new SplitAccount(single, lineage, holdings, budget);
    account.learnNames(entries);
    entries.forEach(account::enter);
    account.settle(Long.MAX_VALUE, Long.MAX_VALUE);
    return account.whereabouts();
  }

  /**
   * Who says that he gave or received is who records it, unless he also records for others: then he
   * has several names, his own is among those of the parties, or he records what others passed on.
   */
  private void learnNames(List<Entry> entries) {
    List<Entry.Event> transfers =
        entries.stream().filter(entry -> entry.trail() == Trail.MOVED).map(Entry::event).toList();
    Map<String, Set<String>> learnt = new TreeMap<>();
    Set<String> parties = new HashSet<>();
    for (Entry.Event event : transfers) {
      parties.add(event.from());
      parties.add(event.to());
      String name = event.side() == Side.GIVEN ? event.from() : event.to();
      if (event.side() != Side.UNSAID && !name.isEmpty()) {
        learnt.computeIfAbsent(event.recorder(), any -> new TreeSet<>()).add(name);
      }
    }
    learnt.keySet().removeAll(parties);
    learnt.values().removeIf(all -> all.size() > 1);
    for (Entry.Event event : transfers) {
      Set<String> name = learnt.getOrDefault(event.recorder(), Set.of());
      if (!name.contains(event.from()) && !name.contains(event.to())) {
        learnt.remove(event.recorder());
      }
    }
    learnt.forEach(
        (recorder, all) ->
            all.forEach(
                name -> {
                  names.computeIfAbsent(recorder, any -> new TreeSet<>()).add(name);
                  names.computeIfAbsent(name, any -> new TreeSet<>()).add(recorder);
                }));
  }

  private void enter(Entry entry) {
    budget.requireTime();
    settle(entry.millis(), entry.position());
    Entry.Event event = entry.event();
    boolean first = !begun;
    begun = true;
    if (first && !isSupply(entry)) {
      loose(event.recorder()).some = Some.SURE; // nobody said how it came there
    }
    switch (entry.trail()) {
      case BORN, MADE -> entry.amounts().forEach(much -> make(event.recorder(), much));
      case USED, ENDED -> {
        retired = entry.trail() == Trail.ENDED;
        boolean part = event.partial();
        entry.amounts().forEach(much -> use(event.recorder(), much, part));
      }
      case MOVED -> entry.amounts().forEach(much -> transfer(entry, much));
      case SEEN -> {
        if (event.counted()) {
          count(entry);
        }
      }
      case INSIDE -> contain(entry);
      case HOLDING -> throw new IllegalStateException("an item is not in itself");
    }
    forgetEmpty();
  }

  private static boolean isSupply(Entry entry) {
    return switch (entry.trail()) {
      case BORN, MADE, MOVED -> true;
      default -> false;
    };
  }

  private void make(String recorder, Amount much) {
    Stock here = loose(recorder);
    if (much.isSaid()) {
      supply(here, much);
    } else {
      here.some = Some.SURE;
    }
  }

  private void use(String recorder, Amount much, boolean part) {
    if (much.isSaid()) {
      known.merge(much.unit(), much.amount().negate(), BigDecimal::add);
      take(recorder, much, Optional.empty());
    } else if (single && !part) {
      sources(recorder, Optional.empty()).forEach(this::remove);
    } else {
      sources(recorder, Optional.empty()).forEach(Stock::doubt);
    }
  }

  private void transfer(Entry entry, Amount much) {
    Entry.Event event = entry.event();
    boolean received = event.side() == Side.RECEIVED;
    String from = event.from().isEmpty() && !received ? event.recorder() : event.from();
    String to = event.to().isEmpty() && received ? event.recorder() : event.to();
    if (isSame(from, to) && !of(to, stock -> !stock.isEmpty()).isEmpty()) {
      return; // from one place of his to another
    }
    Half half = new Half(event.side(), from, to, much, entry.millis());
    Stock there = loose(to);
    boolean known = pair(half, there);
    if (known) {
      return; // the other half of a transfer that is in the account
    }
    if (travelledWith(entry, half)) {
      return;
    }
    Amount rest = new Amount(much.unit(), half.left);
    if (much.isSaid()) {
      take(from, rest, Optional.of(there));
      add(there, rest);
    } else if (single) {
      moveAll(sources(from, Optional.of(there)), there);
    } else {
      moveSome(sources(from, Optional.of(there)), there);
    }
    there.handover = entry.position();
    expectOther(half);
  }

  /**
   * Leaves out what passed on in containers that the same event names.
   *
   * @return whether that is all
   */
  private boolean travelledWith(Entry entry, Half half) {
    List<Stock> carried =
        found(contained.stream().filter(stock -> stock.handover == entry.position()));
    half.left = half.left.subtract(sum(carried, half.unit)).max(BigDecimal.ZERO);
    return !carried.isEmpty() && half.left.signum() == 0;
  }

  /**
   * Finds what the other side said of the same transfer, so that only the rest is another one.
   *
   * @return whether nothing is
   */
  private boolean pair(Half half, Stock there) {
    for (Half other : List.copyOf(halves)) {
      boolean toNobody = other.to.isEmpty() && !half.to.isEmpty();
      if (!other.mayBeOther(half) || !(toNobody || isSame(other.to, half.to))) {
        continue;
      }
      boolean named = !half.from.isEmpty() && !other.from.isEmpty();
      boolean sure = named || other.left.compareTo(half.left) == 0;
      BigDecimal both = other.left.min(half.left);
      if (toNobody && both.signum() > 0) { // now it is known to whom
        loose("").take(half.unit, both);
        there.add(half.unit, both, both);
        sure = true;
      }
      if (!sure && both.signum() > 0) { // either the other half, or a transfer of its own
        there.set(half.unit, there.low(half.unit), there.high(half.unit).add(both));
        all(stock -> stock != there).forEach(stock -> stock.doubt(half.unit, both));
      }
      other.left = other.left.subtract(both);
      half.left = half.left.subtract(both);
      if (other.left.signum() == 0) {
        halves.remove(other);
      }
      if (half.left.signum() == 0) {
        return true; // also where neither half says how much
      }
    }
    return false;
  }

  private void expectOther(Half half) {
    if (half.side != Side.UNSAID) {
      halves.add(half);
    }
    if (halves.size() > MOST_HALVES) {
      halves.remove(0);
    }
  }

  private boolean isSame(String one, String other) {
    return one.equals(other) || names.getOrDefault(one, Set.of()).contains(other);
  }

  private void contain(Entry entry) {
    Entry.Event event = entry.event();
    if (event.parent() == Entry.Event.NO_PARENT || event.change() == Change.SEEN) {
      return;
    }
    for (Amount much : entry.amounts()) {
      if (event.change() == Change.ENTER) {
        put(entry, much);
      } else {
        takeOut(event, much);
      }
    }
  }

  private void put(Entry entry, Amount much) {
    Entry.Event event = entry.event();
    List<Stock> sources =
        sources(event.recorder(), Optional.empty()).stream().filter(Stock::isLoose).toList();
    Optional<Stock> source = sources.stream().findFirst();
    String holder = sources.size() == 1 ? sources.get(0).place.holder() : event.recorder();
    Stock inside = stock(new Place(holder, event.parent(), event.bond()));
    if (inside.isEmpty()) {
      inside.since = new At(entry.position(), entry.millis());
      inside.emptied =
          lineage.emptied(event.parent(), event.bond(), entry.millis(), entry.position());
      inside.handover = source.map(from -> from.handover).orElse(Whereabouts.NONE);
    }
    if (much.isSaid()) {
      take(holder, much, Optional.of(inside));
      inside.add(much.unit(), much.amount(), much.amount());
    } else if (single) {
      moveAll(sources, inside);
    } else {
      moveSome(sources, inside);
    }
  }

  private void takeOut(Entry.Event event, Amount much) {
    List<Stock> inside =
        found(
            contained.stream()
                .filter(
                    stock ->
                        stock.place.container() == event.parent()
                            && stock.place.bond() == event.bond()));
    for (Stock stock : inside) {
      Stock out = loose(stock.place.holder());
      if (out.isEmpty()) {
        out.handover = stock.handover;
      }
      if (much.isSaid()) {
        BigDecimal part = much.amount().min(stock.high(much.unit()));
        stock.take(much.unit(), part);
        if (stock.some != Some.NONE) { // so much of what nobody measured
          known.merge(much.unit(), much.amount().subtract(part), BigDecimal::add);
          stock.some = Some.PERHAPS;
          part = much.amount();
        }
        out.add(much.unit(), part, part);
      } else {
        move(stock, out);
      }
      if (much.isSaid()) {
        return; // of several bonds the first
      }
    }
  }

  /** Sets what the recorder has to what he counted. */
  private void count(Entry entry) {
    Map<String, BigDecimal> counted = new TreeMap<>();
    entry.amounts().stream()
        .filter(Amount::isSaid)
        .forEach(much -> counted.merge(much.unit(), much.amount(), BigDecimal::add));
    counted.forEach((unit, much) -> count(entry.event().recorder(), unit, much));
  }

  private void count(String recorder, String unit, BigDecimal much) {
    List<Stock> own = of(recorder, stock -> !stock.isEmpty());
    own.forEach(stock -> stock.some = Some.NONE);
    if (own.isEmpty()) {
      take(recorder, new Amount(unit, much), Optional.empty());
      loose(recorder).set(unit, much, much);
      return;
    }
    BigDecimal before = lows(own, unit);
    known.merge(unit, much.subtract(before), BigDecimal::add);
    List<Stock> held = own.stream().filter(stock -> !stock.isLoose()).toList();
    BigDecimal most = sum(held, unit);
    BigDecimal least = lows(held, unit);
    own.stream().filter(Stock::isLoose).forEach(stock -> stock.set(unit, ZERO, ZERO));
    loose(recorder).set(unit, much.subtract(most), much.subtract(least));
    BigDecimal missing = most.subtract(much);
    if (missing.signum() > 0) {
      for (Stock stock : held) {
        BigDecimal low = held.size() == 1 ? much : stock.low(unit).subtract(missing);
        stock.set(unit, low.min(stock.low(unit)), stock.high(unit).min(much));
      }
    }
  }

  private static BigDecimal lows(List<Stock> stocks, String unit) {
    return stocks.stream().map(stock -> stock.low(unit)).reduce(ZERO, BigDecimal::add);
  }

  /** More comes to be. */
  private void supply(Stock there, Amount much) {
    known.merge(much.unit(), much.amount(), BigDecimal::add);
    add(there, much);
  }

  /** Something comes to a place, where it pays first for what was owed. */
  private void add(Stock there, Amount much) {
    BigDecimal more = much.amount();
    for (String name : namesOf(there.place.holder())) {
      Debt debt = new Debt(name, much.unit());
      BigDecimal owed = debts.getOrDefault(debt, ZERO).min(more);
      debts.merge(debt, owed.negate(), BigDecimal::add);
      more = more.subtract(owed);
    }
    there.add(much.unit(), more, more);
  }

  /** Takes an amount from a party, and what he lacks of it from others. */
  private void take(String party, Amount much, Optional<Stock> except) {
    String unit = much.unit();
    Predicate<Stock> has =
        stock -> stock.high(unit).signum() > 0 && except.filter(stock::equals).isEmpty();
    List<Stock> own = of(party, has);
    BigDecimal lacking = takeFrom(own, unit, much.amount());
    List<Stock> unmeasured = of(party, stock -> stock.some != Some.NONE);
    unmeasured.forEach(stock -> stock.some = Some.PERHAPS);
    if (lacking.signum() == 0) {
      return;
    }
    if (!unmeasured.isEmpty()) {
      known.merge(unit, lacking, BigDecimal::add);
      return;
    }
    List<Stock> others = all(has);
    if (others.size() > 1) {
      known.merge(unit, lacking.subtract(sum(others, unit)).max(BigDecimal.ZERO), BigDecimal::add);
      others.forEach(stock -> stock.doubt(unit, lacking));
      return;
    }
    BigDecimal owed = takeFrom(others, unit, lacking);
    if (owed.signum() > 0) {
      debts.merge(new Debt(party, unit), owed, BigDecimal::add);
      known.merge(unit, owed, BigDecimal::add); // nobody said where it came from
    }
  }

  /** Takes from some stocks, the loose ones first; returns what they lack. */
  private BigDecimal takeFrom(List<Stock> from, String unit, BigDecimal much) {
    BigDecimal left = much;
    List<Stock> contained = new ArrayList<>();
    for (Stock stock : from) {
      if (stock.isLoose()) {
        left = left.subtract(takeFrom(stock, unit, left));
      } else {
        contained.add(stock);
      }
    }
    BigDecimal most = sum(contained, unit);
    if (contained.size() <= 1 || left.compareTo(most) >= 0) {
      for (Stock stock : contained) {
        left = left.subtract(takeFrom(stock, unit, left));
      }
      return left;
    }
    if (left.signum() > 0) {
      BigDecimal rest = most.subtract(left);
      for (Stock stock : contained) {
        stock.set(unit, stock.low(unit).subtract(left), stock.high(unit).min(rest));
      }
    }
    return BigDecimal.ZERO;
  }

  private BigDecimal takeFrom(Stock stock, String unit, BigDecimal much) {
    BigDecimal part = much.min(stock.high(unit));
    stock.take(unit, part);
    return part;
  }

  /** Where a party can take from without saying how much: what he has, or what anybody has. */
  private List<Stock> sources(String party, Optional<Stock> except) {
    Predicate<Stock> has = stock -> !stock.isEmpty() && except.filter(stock::equals).isEmpty();
    List<Stock> own = of(party, has);
    return own.isEmpty() ? all(has) : own;
  }

  /**
   * A single thing passes as a whole; if it is not known from whom, it is a part of what all had.
   */
  private void moveAll(List<Stock> from, Stock there) {
    boolean together = from.stream().map(stock -> stock.place.holder()).distinct().count() <= 1;
    if (together) {
      from.forEach(stock -> move(stock, there));
    } else {
      moveSome(from, there);
    }
    if (there.isEmpty()) {
      there.some = Some.SURE;
    }
  }

  private void moveSome(List<Stock> from, Stock there) {
    for (Stock stock : from) {
      stock.spans.values().forEach(span -> there.add(span.unit(), BigDecimal.ZERO, span.high()));
      stock.doubt();
    }
    there.some = Some.SURE;
  }

  private void move(Stock stock, Stock there) {
    stock.spans.values().forEach(span -> there.add(span.unit(), span.low(), span.high()));
    there.some = stock.some.compareTo(there.some) > 0 ? stock.some : there.some;
    remove(stock);
  }

  private void remove(Stock stock) {
    stock.spans.clear();
    stock.some = Some.NONE;
    forget(stock);
  }

  /** Lets what is in containers go where these went, up to some event. */
  private void settle(long millis, long position) {
    for (Stock stock : List.copyOf(contained)) {
      budget.requireTime();
      Optional<At> out =
          stock.emptied.filter(
              at -> at.millis() < millis || (at.millis() == millis && at.position() < position));
      Stock here = travelled(stock, out.map(At::millis).orElse(millis));
      if (out.isPresent()) {
        Stock loose = loose(here.place.holder());
        if (loose.isEmpty()) {
          loose.handover = here.handover;
        }
        move(here, loose);
      }
    }
  }

  private Stock travelled(Stock stock, long until) {
    Optional<At> last =
        holdings
            .last(stock.place.container(), stock.since.millis(), until)
            .filter(at -> at.position() != stock.handover);
    if (last.isEmpty()) {
      return stock;
    }
    Place place =
        new Place(
            holdings.receiver(last.get().position()), stock.place.container(), stock.place.bond());
    Stock there = stock(place);
    there.emptied = stock.emptied;
    there.since = last.get();
    there.handover = last.get().position();
    if (there != stock) {
      move(stock, there);
    }
    return there;
  }

  private Stock loose(String holder) {
    return stock(Place.loose(holder));
  }

  private Stock stock(Place place) {
    Stock known = stocks.get(place);
    if (known == null) {
      known = new Stock(place);
      stocks.put(place, known);
      byHolder.computeIfAbsent(place.holder(), any -> new LinkedHashSet<>()).add(known);
      if (!known.isLoose()) {
        contained.add(known);
      }
    }
    touched.add(known);
    return known;
  }

  private List<Stock> all(Predicate<Stock> which) {
    budget.requireTime();
    return found(stocks.values().stream().filter(which));
  }

  private List<Stock> of(String party, Predicate<Stock> which) {
    if (party.isEmpty()) {
      return List.of();
    }
    return found(
        namesOf(party).stream()
            .flatMap(name -> byHolder.getOrDefault(name, Set.of()).stream())
            .filter(which));
  }

  private List<String> namesOf(String party) {
    return Stream.concat(Stream.of(party), names.getOrDefault(party, Set.of()).stream())
        .distinct()
        .toList();
  }

  private List<Stock> found(Stream<Stock> which) {
    List<Stock> list = which.toList();
    touched.addAll(list);
    return list;
  }

  private static BigDecimal sum(List<Stock> stocks, String unit) {
    return stocks.stream().map(stock -> stock.high(unit)).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private void forgetEmpty() {
    List.copyOf(touched).stream().filter(Stock::isEmpty).forEach(this::forget);
    touched.clear();
  }

  private void forget(Stock stock) {
    if (stocks.remove(stock.place, stock)) {
      byHolder.getOrDefault(stock.place.holder(), Set.of()).remove(stock);
      contained.remove(stock);
      last =
          new Holding(
              stock.place.holder(), Whereabouts.NONE, stock.handover, Extent.WHOLE, List.of());
    }
  }

  private Whereabouts whereabouts() {
    List<Stock> left = all(stock -> !stock.isEmpty());
    if (left.isEmpty()) {
      return new Whereabouts(retired ? Presence.RETIRED : Presence.USED_UP, List.of(last));
    }
    List<Stock> places = merged(left);
    boolean exact = left.stream().allMatch(Stock::isExact);
    Extent part = places.size() == 1 ? Extent.WHOLE : exact ? Extent.PART : Extent.POSSIBLE;
    List<Holding> there = new ArrayList<>();
    for (Stock stock : places) {
      List<Span> spans = stock.spans.values().stream().map(this::withinKnown).toList();
      there.add(
          new Holding(stock.place.holder(), stock.place.container(), stock.handover, part, spans));
    }
    return new Whereabouts(Presence.THERE, there);
  }

  /** What is in one container by two bonds is in one place. */
  private static List<Stock> merged(List<Stock> left) {
    Map<Place, Stock> places = new LinkedHashMap<>();
    for (Stock stock : left) {
      Place place = new Place(stock.place.holder(), stock.place.container(), Bond.PACKED);
      Stock there = places.computeIfAbsent(place, Stock::new);
      stock.spans.values().forEach(span -> there.add(span.unit(), span.low(), span.high()));
      there.handover = stock.handover;
    }
    return List.copyOf(places.values());
  }

  private Span withinKnown(Span span) {
    BigDecimal most = known.getOrDefault(span.unit(), span.high()).max(span.low());
    return span.low().compareTo(span.high()) == 0
        ? span
        : new Span(span.unit(), span.low(), span.high().min(most));
  }
}
