package dev.nameplate.trace.recall;

import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.lineage.EventRow;
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
import dev.nameplate.trace.recall.RecallStep.Presence;
import dev.nameplate.trace.recall.Whereabouts.Holding;
import dev.nameplate.trace.recall.Whereabouts.Span;
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
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The account of an item with parts in different places, event by event. Amounts are exact where
 * parts can be told apart, and bounds where they cannot:
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
  private static final BigDecimal ZERO = BigDecimal.ZERO;

  private final boolean single;
  private final Lineage lineage;
  private final Holdings holdings;
  private final Budget budget;
  private final Map<Place, Stock> stocks = new LinkedHashMap<>();
  private final Map<String, Set<Stock>> byHolder = new HashMap<>();
  private final Set<Stock> contained = new LinkedHashSet<>();

  /** Stocks that the current event may have emptied. */
  private final Set<Stock> touched = new LinkedHashSet<>();

  private final PartyNames names;
  private final OpenHalves halves;

  /** Amounts that a party passed on or used without having them, while no other party had any. */
  private final Map<Debt, BigDecimal> debts = new HashMap<>();

  /** Amounts that a party passed on or used without having them, and may have got from others. */
  private final Map<Debt, BigDecimal> doubtfulDebts = new HashMap<>();

  private final Map<String, BigDecimal> known = new HashMap<>();

  /** Parties that passed the item on before any party had some. */
  private final Set<String> origins = new HashSet<>();

  /** The units in which the item was made, or came from outside. */
  private final Set<String> supplied = new HashSet<>();

  private Holding last =
      new Holding("", Whereabouts.NONE, Whereabouts.NONE, Extent.WHOLE, List.of());
  private boolean retired;
  private boolean begun;

  /**
   * Place of a part: its holder and its container.
   *
   * @param bond the kind of containment; without meaning for a part in no container
   */
  private record Place(String holder, long container, Bond bond) {
    static Place loose(String holder) {
      return new Place(holder, Whereabouts.NONE, Bond.PACKED);
    }
  }

  private record Debt(String holder, String unit) {}

  /** Presence of a part of unknown amount. */
  private enum Some {
    NONE,
    PERHAPS,
    SURE
  }

  /** The part of the item at a place. */
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

    /** Lowers the lower bound by an amount. */
    void doubt(String unit, BigDecimal much) {
      set(unit, low(unit).subtract(much), high(unit));
    }

    /** Lowers all lower bounds to zero. */
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

  private SplitAccount(
      boolean single, PartyNames names, Lineage lineage, Holdings holdings, Budget budget) {
    this.budget = budget;
    this.names = names;
    this.halves = new OpenHalves(names);
    this.single = single;
    this.lineage = lineage;
    this.holdings = holdings;
  }

  static Whereabouts of(
      boolean single, List<Entry> entries, Lineage lineage, Holdings holdings, Budget budget) {
    SplitAccount account =
        new SplitAccount(single, PartyNames.of(entries), lineage, holdings, budget);
    entries.forEach(account::enter);
    account.settle(Long.MAX_VALUE, Long.MAX_VALUE);
    return account.whereabouts();
  }

  private void enter(Entry entry) {
    budget.requireTime();
    settle(entry.millis(), entry.position());
    Entry.Event event = entry.event();
    boolean first = !begun;
    begun = true;
    if (first && !isSupply(entry)) {
      loose(event.recorder()).some = Some.SURE; // its way there is unknown
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
    names.learn(event, byHolder::containsKey);
    Side side = names.side(event);
    String from = event.giver();
    String to = event.receiver();
    if (names.areSame(from, to) && !of(to, stock -> !stock.isEmpty()).isEmpty()) {
      return; // from one place of his to another
    }
    Half half = new Half(Kind.NAMED, side, from, to, much, entry.millis());
    Stock there = loose(to);
    if (travelledWith(entry, half) || halves.pair(half, pair -> pair(pair, half, there))) {
      return; // it is in the account
    }
    Amount rest = new Amount(much.unit(), half.left());
    if (much.isSaid()) {
      if (side == Side.GIVEN) {
        take(isOnRecord(from) ? from : event.recorder(), rest, there, half);
      } else if (isOnRecord(from) && !origins.contains(from)) {
        take(from, rest, there, half);
      } else {
        takeFromElsewhere(from, rest, there);
      }
      add(there, rest);
    } else if (single) {
      moveAll(sources(from, Optional.of(there)), there);
    } else {
      moveSome(sources(from, Optional.of(there)), there);
    }
    there.handover = entry.position();
    halves.expectOther(half);
  }

  /**
   * Leaves out what passed on in containers that the same event names.
   *
   * @return whether that is all
   */
  private boolean travelledWith(Entry entry, Half half) {
    List<Stock> carried =
        found(contained.stream().filter(stock -> stock.handover == entry.position()));
    half.leaveOut(sum(carried, half.unit()));
    if (!carried.isEmpty() && entry.event().side() == Side.RECEIVED) {
      halves.told(carried.get(0).place.holder());
    }
    return !carried.isEmpty() && half.left().signum() == 0;
  }

  /** Handles a record of a transfer that the other side already recorded. */
  private void pair(Pair pair, Half half, Stock there) {
    if (pair.much().signum() == 0) {
      return;
    }
    String unit = half.unit();
    if (pair.sure() && pair.namesGiver()) { // now it is known from whom
      List<Stock> giver = of(half.from(), stock -> stock != there && stock.high(unit).signum() > 0);
      if (giver.size() == 1) {
        Stock had = giver.get(0);
        had.set(unit, had.low(unit), had.high(unit).subtract(pair.much()));
        known.merge(unit, pair.much().negate(), BigDecimal::add);
      }
    }
    if (pair.namesReceiver()) { // now it is known to whom
      loose("").take(unit, pair.much());
      there.add(unit, pair.much(), pair.much());
    } else if (!pair.sure()) { // either the other half, or a transfer of its own
      there.set(unit, there.low(unit), there.high(unit).add(pair.much()));
      all(stock -> stock != there).forEach(stock -> stock.doubt(unit, pair.much()));
    }
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
        takeOut(entry, much);
      }
    }
  }

  private void put(Entry entry, Amount much) {
    Entry.Event event = entry.event();
    List<Stock> all = sources(event.recorder(), Optional.empty());
    List<Stock> loose = all.stream().filter(Stock::isLoose).toList();
    List<Stock> sources =
        loose.isEmpty()
            ? all.stream().filter(stock -> stock.place.container() != event.parent()).toList()
            : loose;
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

  /**
   * Takes an amount out of a container. If several have something in it, it may come from each;
   * what it did not hold, as far as is known, was put in without a word by who has it.
   */
  private void takeOut(Entry entry, Amount much) {
    long container = entry.event().parent();
    List<Stock> inside =
        found(contained.stream().filter(stock -> stock.place.container() == container));
    List<Stock> bound =
        inside.stream().filter(stock -> stock.place.bond() == entry.event().bond()).toList();
    inside = bound.isEmpty() ? inside : bound;
    if (much.isSaid()) {
      takeOut(entry, much, inside);
    } else {
      for (Stock stock : inside) {
        Stock out = outOf(stock);
        if (single) {
          move(stock, out);
        } else {
          moveSome(List.of(stock), out);
        }
      }
    }
  }

  private void takeOut(Entry entry, Amount much, List<Stock> inside) {
    String unit = much.unit();
    BigDecimal most = sum(inside, unit);
    BigDecimal missing = much.amount().subtract(most).max(ZERO);
    BigDecimal rest = most.subtract(much.amount()).max(ZERO);
    boolean measured = inside.stream().allMatch(stock -> stock.some == Some.NONE);
    boolean several = inside.size() > 1;
    Map<Stock, Span> taken = new LinkedHashMap<>();
    for (Stock stock : inside) {
      BigDecimal high = stock.high(unit);
      BigDecimal out = stock.some == Some.NONE ? high.min(much.amount()) : much.amount();
      BigDecimal least = !several ? out : measured ? high.subtract(rest).max(ZERO) : ZERO;
      taken.put(stock, new Span(unit, least, out));
      stock.set(unit, stock.low(unit).subtract(out), several && !measured ? high : high.min(rest));
      stock.some = stock.some == Some.NONE ? Some.NONE : Some.PERHAPS;
    }
    if (!measured) {
      known.merge(unit, missing, BigDecimal::add); // that much is of unknown origin
    } else if (missing.signum() > 0) {
      String holder = inside.isEmpty() ? holder(entry) : inside.get(0).place.holder();
      take(holder, new Amount(unit, missing), Optional.empty());
      loose(holder).add(unit, missing, missing);
    }
    taken.forEach((stock, span) -> outOf(stock).add(unit, span.low(), span.high()));
  }

  /** The holder of the container of an event. */
  private String holder(Entry entry) {
    return holdings
        .last(entry.event().parent(), Long.MIN_VALUE, entry.millis())
        .map(at -> holdings.receiver(at.position()))
        .orElse(entry.event().recorder());
  }

  /** The stock that receives items taken out of a container. */
  private Stock outOf(Stock stock) {
    Stock out = loose(stock.place.holder());
    if (out.isEmpty()) {
      out.handover = stock.handover;
    }
    return out;
  }

  /** Sets the recorder's stock to the counted amounts. */
  private void count(Entry entry) {
    Map<String, BigDecimal> counted = new TreeMap<>();
    entry.amounts().stream()
        .filter(Amount::isSaid)
        .forEach(much -> counted.merge(much.unit(), much.amount(), BigDecimal::add));
    counted.forEach((unit, much) -> count(entry.event().recorder(), unit, much));
  }

  private void count(String recorder, String unit, BigDecimal much) {
    List<Stock> own = of(recorder, stock -> !stock.isEmpty());
    boolean measured = own.stream().allMatch(stock -> stock.some == Some.NONE);
    own.forEach(stock -> stock.some = Some.NONE);
    if (own.isEmpty()) {
      take(recorder, new Amount(unit, much), Optional.empty());
      loose(recorder).set(unit, much, much);
      return;
    }
    BigDecimal more = much.subtract(sum(own, unit));
    if (measured && more.signum() > 0) { // others may lack it
      all(stock -> !own.contains(stock)).forEach(stock -> stock.doubt(unit, more));
    }
    supplied.add(unit);
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

  /** Adds an amount that was made. */
  private void supply(Stock there, Amount much) {
    supplied.add(much.unit());
    known.merge(much.unit(), much.amount(), BigDecimal::add);
    add(there, much);
  }

  /** Adds an amount to a place, after settling debts of its holder. */
  private void add(Stock there, Amount much) {
    BigDecimal more = much.amount().subtract(pay(debts, there.place.holder(), much));
    BigDecimal sure = more.subtract(pay(doubtfulDebts, there.place.holder(), much));
    there.add(much.unit(), sure, more);
  }

  private BigDecimal pay(Map<Debt, BigDecimal> of, String holder, Amount with) {
    BigDecimal left = with.amount();
    for (String name : names.of(holder)) {
      Debt debt = new Debt(name, with.unit());
      BigDecimal paid = of.getOrDefault(debt, ZERO).min(left);
      of.computeIfPresent(debt, (any, owed) -> owed.subtract(paid));
      left = left.subtract(paid);
    }
    return with.amount().subtract(left);
  }

  /** Takes an amount from a party. What he lacks of it may have come from each of the others. */
  private void take(String party, Amount much, Optional<Stock> except) {
    String unit = much.unit();
    Predicate<Stock> has =
        stock -> stock.high(unit).signum() > 0 && except.filter(stock::equals).isEmpty();
    BigDecimal lacking = takeFrom(of(party, has), unit, much.amount());
    List<Stock> unmeasured = of(party, stock -> stock.some != Some.NONE);
    unmeasured.forEach(stock -> stock.some = Some.PERHAPS);
    if (lacking.signum() == 0) {
      return;
    }
    if (!unmeasured.isEmpty()) {
      known.merge(unit, lacking, BigDecimal::add);
      return;
    }
    if (!supplied.contains(unit)) { // it may be any part of what there is in other units
      sources(party, except).forEach(Stock::doubt);
    }
    List<Stock> others = all(has);
    BigDecimal elsewhere = sum(others, unit).min(lacking);
    if (others.size() == 1 && !isOnRecord(party)) {
      takeFrom(others, unit, elsewhere); // no other party can have passed it on
    } else {
      others.forEach(stock -> stock.doubt(unit, elsewhere));
      doubtfulDebts.merge(new Debt(party, unit), elsewhere, BigDecimal::add);
      if (isOnRecord(party)) { // or there was more than recorded
        known.merge(unit, elsewhere, BigDecimal::add);
      }
    }
    BigDecimal owed = lacking.subtract(elsewhere);
    debts.merge(new Debt(party, unit), owed, BigDecimal::add);
    known.merge(unit, owed, BigDecimal::add); // its origin is unknown
  }

  /**
   * Takes an amount that a party passes on without having received it: from outside, or perhaps
   * from each party that has some.
   */
  private void takeFromElsewhere(String from, Amount much, Stock there) {
    String unit = much.unit();
    known.merge(unit, much.amount(), BigDecimal::add);
    of(from, stock -> stock != there).forEach(stock -> stock.doubt(unit, much.amount()));
    List<Stock> others =
        origins.contains(from) ? List.of() : all(stock -> stock != there && !stock.isEmpty());
    if (others.isEmpty() && !from.isEmpty()) {
      origins.add(from);
    }
    for (Stock stock : others) {
      if (supplied.contains(unit)) {
        stock.doubt(unit, much.amount());
        stock.some = stock.some == Some.NONE ? Some.NONE : Some.PERHAPS;
      } else { // it may be any part of what there is in other units
        stock.doubt();
      }
    }
    supplied.add(unit);
  }

  /** True if anything was ever received by a party. */
  private boolean isOnRecord(String party) {
    return !party.isEmpty() && names.of(party).stream().anyMatch(byHolder::containsKey);
  }

  /** Takes an amount that passes on, and notes how much of it must have been in containers. */
  private void take(String from, Amount much, Stock there, Half half) {
    Map<Stock, BigDecimal> before = new LinkedHashMap<>();
    of(from, stock -> !stock.isLoose())
        .forEach(stock -> before.put(stock, stock.high(much.unit())));
    take(from, much, Optional.of(there));
    before.forEach(
        (stock, had) -> half.draw(stock.place.container(), had.subtract(stock.high(much.unit()))));
  }

  /** Takes from stocks, those in no container first; returns the missing amount. */
  private BigDecimal takeFrom(List<Stock> from, String unit, BigDecimal much) {
    BigDecimal most = much;
    BigDecimal least = much;
    List<Stock> contained = new ArrayList<>();
    for (Stock stock : from) {
      if (stock.isLoose()) {
        BigDecimal low = stock.low(unit);
        least = least.subtract(takeFrom(stock, unit, least));
        most = most.subtract(low).max(ZERO);
      } else {
        contained.add(stock);
      }
    }
    BigDecimal all = sum(contained, unit);
    BigDecimal rest = all.subtract(least).max(ZERO);
    for (Stock stock : contained) {
      stock.set(unit, stock.low(unit).subtract(most), stock.high(unit).min(rest));
    }
    return least.subtract(all).max(ZERO);
  }

  private BigDecimal takeFrom(Stock stock, String unit, BigDecimal much) {
    BigDecimal part = much.min(stock.high(unit));
    stock.take(unit, part);
    return part;
  }

  /** Stocks from which a party can take an unknown amount: its own, or all. */
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

  /** Moves stocks in containers along with their containers, up to an event. */
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
    long container = stock.place.container();
    long since = stock.since.millis();
    List<At> hops =
        halves.isAnyNamed() // what was told of one of them may be about what is inside
            ? holdings.all(container, since, until)
            : holdings.last(container, since, until).stream().toList();
    Stock here = stock;
    boolean passed = hops.stream().noneMatch(hop -> hop.position() == stock.handover);
    for (At hop : hops) {
      if (passed) {
        here = travelled(here, hop);
      }
      passed |= hop.position() == stock.handover;
    }
    return here;
  }

  private Stock travelled(Stock stock, At hop) {
    String giver = stock.place.holder();
    String receiver = holdings.receiver(hop.position());
    Map<String, Span> content = Map.copyOf(stock.spans);
    Stock there = stock(new Place(receiver, stock.place.container(), stock.place.bond()));
    there.emptied = stock.emptied;
    there.since = hop;
    there.handover = hop.position();
    if (there == stock) {
      halves.arrived(receiver);
    } else {
      move(stock, there);
      pass(there, giver, content, hop);
    }
    return there;
  }

  /** Passes on the content of a container with it, pairing it with records of the content. */
  private void pass(Stock there, String giver, Map<String, Span> content, At at) {
    EventRow row = lineage.row(at.position());
    String receiver = there.place.holder();
    Side side = names.side(Entry.Event.of(row));
    Kind kind = row.side() == Side.GIVEN ? Kind.CARRIED : Kind.CARRIED_ALL;
    Side told =
        row.side() == Side.RECEIVED ? Side.UNSAID : side; // its content may be received, too
    Map<String, Half> expected = new TreeMap<>();
    content.forEach(
        (unit, span) -> {
          Amount much = new Amount(unit, span.high());
          expected.put(unit, new Half(kind, told, giver, receiver, much, at.millis()));
        });
    for (String unit : halves.units()) {
      Span span = content.getOrDefault(unit, new Span(unit, ZERO, ZERO));
      Amount much = new Amount(unit, span.high());
      Half carried = new Half(kind, side, giver, receiver, much, at.millis());
      for (Half half : halves.ofContent(there.place.container(), carried)) {
        BigDecimal all = span.high().add(half.drawn(there.place.container()));
        boolean exact = span.low().compareTo(span.high()) == 0 && half.side() != side;
        if (exact && half.isAll(all)) {
          pair(half, there, giver, all);
          Amount both = new Amount(unit, all);
          expected.put(
              unit, new Half(Kind.CARRIED_ALL, half.side(), giver, receiver, both, at.millis()));
          break;
        } else if (row.side() != Side.UNSAID) {
          pairPerhaps(half, there, giver, half.left().min(all));
        }
      }
    }
    expected.values().forEach(halves::expectOther);
  }

  /** Pairs a record of the item itself with the content of a container that passed on. */
  private void pair(Half half, Stock there, String giver, BigDecimal much) {
    BigDecimal drawn = half.drawn(there.place.container());
    String unit = half.unit();
    there.add(unit, drawn, drawn);
    loose(giver).add(unit, much.subtract(drawn), much.subtract(drawn));
    takeFrom(of(there.place.holder(), stock -> stock.high(unit).signum() > 0), unit, much);
    halves.leaveOut(half, much);
  }

  /** Pairs a record that may be the content of a container, or an additional transfer. */
  private void pairPerhaps(Half half, Stock there, String giver, BigDecimal much) {
    BigDecimal drawn = half.drawn(there.place.container()).min(much);
    String unit = half.unit();
    List<Stock> others = of(there.place.holder(), Stock::isLoose);
    BigDecimal lacking = much.subtract(lows(others, unit)).max(ZERO);
    others.forEach(stock -> stock.doubt(unit, much));
    there.set(unit, there.low(unit).subtract(lacking), there.high(unit).add(drawn));
    loose(giver).add(unit, ZERO, much.subtract(drawn));
    halves.leaveOut(half, much);
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
        names.of(party).stream()
            .flatMap(name -> byHolder.getOrDefault(name, Set.of()).stream())
            .filter(which));
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
    List.copyOf(touched).stream()
        .filter(stock -> stock.isEmpty() && !halves.isDrawn(stock.place.container()))
        .forEach(this::forget);
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
    debts.forEach(
        (debt, owed) -> {
          if (owed.signum() > 0 && !supplied.contains(debt.unit())) {
            loose(debt.holder()).some = Some.PERHAPS; // his amount is unknown
          }
        });
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

  /** Merges stocks in a container with different bonds into one place. */
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
