package dev.nameplate.trace;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Retired;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.event.Quantity;
import dev.nameplate.trace.balance.Account;
import dev.nameplate.trace.balance.LotBalance;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was made, received, used, shipped and scrapped of a lot: plain sums over all events. */
final class NaiveBalance {
  private final ItemId lot;
  private final Map<String, BigDecimal> sums = new TreeMap<>();

  private NaiveBalance(ItemId lot) {
    this.lot = lot;
  }

  /** The sums of some events, by what became of the lot, and unit. */
  static Map<String, BigDecimal> of(ItemId lot, List<Event> events) {
    NaiveBalance balance = new NaiveBalance(lot);
    events.forEach(event -> balance.enter(event.occurrence()));
    return balance.sums();
  }

  /** The same sums of a balance. */
  static Map<String, BigDecimal> of(ItemId lot, LotBalance found) {
    NaiveBalance balance = new NaiveBalance(lot);
    for (Account account : found.accounts()) {
      balance.add("made", account.unit(), account.made());
      balance.add("received", account.unit(), account.received());
      balance.add("used", account.unit(), account.used());
      balance.add("shipped", account.unit(), account.shipped());
      balance.add("scrapped", account.unit(), account.scrapped());
    }
    return balance.sums();
  }

  private void enter(Occurrence what) {
    if (what instanceof Created created) {
      add("made", created.created());
    } else if (what instanceof Processed processed) {
      add("used", processed.inputs());
      add("made", processed.outputs());
    } else if (what instanceof Retired retired) {
      add("scrapped", retired.retired());
    } else if (what instanceof Transferred transferred) {
      add("shipped", transferred.side() == Side.RECEIVED ? List.of() : transferred.transferred());
      add("received", transferred.side() == Side.GIVEN ? List.of() : transferred.transferred());
    }
  }

  private void add(String way, List<EventItem> items) {
    for (EventItem item : items) {
      if (item.id().equals(lot)) {
        item.quantity().ifPresent(much -> add(way, much));
      }
    }
  }

  private void add(String way, Quantity much) {
    add(way, much.unit(), much.amount());
  }

  private void add(String way, String unit, BigDecimal amount) {
    sums.merge(way + " " + unit, amount, BigDecimal::add);
  }

  /** Without zeros, which are as good as nothing. */
  private Map<String, BigDecimal> sums() {
    sums.values().removeIf(sum -> sum.signum() == 0);
    sums.replaceAll((what, sum) -> sum.stripTrailingZeros());
    return sums;
  }
}
