package dev.nameplate.trace.balance;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventId;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.event.Occurrence.Observed;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Retired;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.event.Quantity;
import dev.nameplate.gs1.Grain;
import dev.nameplate.lineage.StockTaking;
import dev.nameplate.trace.balance.Finding.Kind;
import dev.nameplate.trace.balance.TransferFlows.Added;
import dev.nameplate.trace.read.Told;
import dev.nameplate.trace.recall.LotPlace;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The accounts of a lot, one for each unit, updated event by event in the order of time. Holds
 * sums, never events. Used by one thread.
 *
 * <p>A quantity that is not said is that of the whole where a single thing is used up, shipped or
 * retired; anything else that is not said stays out of the accounts and is counted.
 */
public final class LotLedger {
  /** The most events with the same time that are checked for repeats. */
  private static final int MOST_AT_ONCE = 4096;

  private final ItemId lot;
  private final Tolerance tolerance;
  private final boolean single;
  private final Map<String, UnitLedger> units = new TreeMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private final ThingLedger thing;
  private final TransferFlows transfers = new TransferFlows();
  private final Set<EventId> entered = new HashSet<>();
  private Instant now = Instant.MIN;
  private long findingCount;
  private long events;
  private long unsaid;

  public LotLedger(ItemId lot, Tolerance tolerance, Duration slack) {
    this.lot = lot;
    this.tolerance = tolerance;
    this.single = lot.grain() == Grain.ITEM;
    this.thing = new ThingLedger(slack, this::found);
  }

  /** Enters an event that names the lot, neither withdrawn nor earlier than the previous events. */
  public void enter(Told told) {
    Event event = told.event();
    if (isRepeated(event, told.id())) {
      return;
    }
    Occurrence what = event.occurrence();
    Entry entry = new Entry(event, told.id());
    List<EventItem> named = told.named(lot);
    if (what instanceof Created) {
      entry.each(named, Flow.MADE);
    } else if (what instanceof Processed processed) {
      entry.each(told.used(lot), processed.partial() ? Flow.USED_IN_PART : Flow.USED);
      entry.each(named, Flow.MADE);
    } else if (what instanceof Retired) {
      entry.each(named, Flow.SCRAPPED);
    } else if (what instanceof Transferred transferred) {
      named.forEach(item -> entry.transfer(item, transferred, told.recorder().toString()));
      if (entry.whole) {
        thing.transferred(transferred, told.recorder(), told.id());
      }
    } else if (what instanceof Observed && StockTaking.is(event)) {
      entry.count(named);
    }
    if (entry.moved) {
      events++;
    }
  }

  /** True if the event was entered before: an event can be recorded under several prefixes. */
  private boolean isRepeated(Event event, EventId id) {
    if (!event.time().equals(now) || entered.size() == MOST_AT_ONCE) {
      entered.clear();
      now = event.time();
    }
    return !entered.add(id);
  }

  /** Kind of movement of an amount. */
  enum Flow {
    MADE,
    RECEIVED,
    USED,
    USED_IN_PART,
    SHIPPED,
    SCRAPPED
  }

  /** The effect of an event on the accounts. */
  private final class Entry {
    private final Event event;
    private final EventId id;
    private boolean moved;
    private boolean whole;

    Entry(Event event, EventId id) {
      this.event = event;
      this.id = id;
    }

    void each(List<EventItem> items, Flow flow) {
      for (EventItem item : items) {
        moved = true;
        item.quantity().ifPresentOrElse(much -> some(flow, much), () -> all(flow));
      }
    }

    void transfer(EventItem item, Transferred what, String recorder) {
      Optional<Added> added =
          item.quantity().map(much -> transfers.add(what, recorder, much, event.time()));
      if (what.side() != Side.RECEIVED) {
        each(List.of(with(item, added.map(Added::shipped))), Flow.SHIPPED);
      }
      if (what.side() != Side.GIVEN) {
        each(List.of(with(item, added.map(Added::received))), Flow.RECEIVED);
      }
    }

    private static EventItem with(EventItem item, Optional<BigDecimal> amount) {
      return new EventItem(
          item.id(),
          item.quantity().map(much -> new Quantity(amount.orElse(much.amount()), much.unit())));
    }

    private void some(Flow flow, Quantity much) {
      unit(much.unit()).flow(flow, much.amount(), id);
      thing.some(flow, event, id);
    }

    private void all(Flow flow) {
      if (!single || flow == Flow.USED_IN_PART) {
        unsaid++;
      } else {
        whole = true;
        units.values().forEach(unit -> unit.flowWhole(flow, id));
        thing.all(flow, event, id);
      }
    }

    void count(List<EventItem> items) {
      Map<String, BigDecimal> counted = new TreeMap<>();
      for (EventItem item : items) {
        item.quantity()
            .ifPresent(much -> counted.merge(much.unit(), much.amount(), BigDecimal::add));
      }
      counted.forEach((unit, amount) -> unit(unit).count(event.time(), amount, id));
    }
  }

  private UnitLedger unit(String code) {
    return units.computeIfAbsent(code, UnitLedger::new);
  }

  private void found(Kind kind, List<EventId> shownBy) {
    found(new Finding(kind, lot, Optional.empty(), shownBy));
  }

  private void found(Finding finding) {
    findingCount++;
    if (findings.size() < LotBalance.MAX_FINDINGS) {
      findings.add(finding);
    }
  }

  /**
   * The final balance; no further event can be entered.
   *
   * @param places the places of the lot
   */
  public LotBalance balance(List<LotPlace> places) {
    List<Account> accounts = new ArrayList<>();
    for (UnitLedger unit : units.values()) {
      accounts.add(unit.account(tolerance));
      unit.finding(lot, tolerance).ifPresent(this::found);
    }
    return new LotBalance(
        lot,
        accounts,
        findings,
        findingCount,
        events,
        unsaid,
        places.subList(0, Math.min(places.size(), LotBalance.MAX_PLACES)),
        places.size());
  }
}
