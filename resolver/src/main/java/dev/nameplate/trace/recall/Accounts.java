package dev.nameplate.trace.recall;

import dev.nameplate.event.EventId;
import dev.nameplate.gs1.Grain;
import dev.nameplate.lineage.EventRow;
import dev.nameplate.lineage.Members;
import dev.nameplate.lineage.Trail;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.read.Entry;
import dev.nameplate.trace.read.Lineage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.roaringbitmap.longlong.LongIterator;

/**
 * The accounts of items: their places and amounts. Items are taken some ten thousand at a time.
 * What events say of these is collected from the index, then read event by event, each event once,
 * and put into the items' accounts. Used by one thread.
 */
public final class Accounts {
  private static final int MOST_ITEMS = 32_768;
  private static final int MOST_ENTRIES = 262_144;

  /** Entries of an event up to which members are searched one by one. */
  private static final int FEW = 2;

  private final Lineage lineage;
  private final Budget budget;
  private final Holdings holdings;

  public Accounts(Lineage lineage, Budget budget) {
    this.lineage = lineage;
    this.budget = budget;
    this.holdings = new Holdings(lineage, budget);
  }

  /** Is shown accounts. */
  @FunctionalInterface
  interface AccountVisitor {
    /** Receives the account of an item, and its result. */
    void account(long item, List<Entry> entries, Whereabouts whereabouts);
  }

  /** Visits the accounts of some items, in their order. */
  void each(LongIterator items, AccountVisitor visitor) {
    while (items.hasNext()) {
      Batch batch = new Batch();
      while (items.hasNext() && batch.hasRoom()) {
        budget.requireTime();
        batch.add(items.next());
      }
      batch.read();
      for (int i = 0; i < batch.items.size(); i++) {
        budget.requireTime();
        long item = batch.items.get(i);
        List<Entry> entries = withoutRepeats(batch.entries.get(i));
        visitor.account(item, entries, whereabouts(item, entries));
      }
    }
  }

  /** The places of an item. */
  public Whereabouts of(long item) {
    List<Entry> entries = entries(item);
    return whereabouts(item, entries);
  }

  /** True if nothing was left of an item anywhere, according to the events before a time. */
  boolean isGoneBefore(long item, long millis) {
    List<Entry> before = entries(item).stream().filter(entry -> entry.millis() < millis).toList();
    return !before.isEmpty() && whereabouts(item, before).presence() != RecallStep.Presence.THERE;
  }

  private List<Entry> entries(long item) {
    Batch batch = new Batch();
    batch.add(item);
    batch.read();
    return withoutRepeats(batch.entries.get(0));
  }

  private Whereabouts whereabouts(long item, List<Entry> entries) {
    if (entries.isEmpty()) { // named as a container only
      OptionalLong first = lineage.firstHolding(item);
      return Whereabouts.at(
          first.isPresent() ? lineage.row(first.getAsLong()).recorder().toString() : "");
    }
    boolean single = isSingle(item, entries);
    if (single) {
      entries.forEach(Entry::pieceIsAll);
    }
    return WholeAccount.fits(single, entries)
        ? WholeAccount.of(item, single, entries, holdings)
        : SplitAccount.of(single, entries, lineage, holdings, budget);
  }

  /**
   * Arrivals of an item in a period.
   *
   * @param entries its entries, as a visitor receives them
   */
  List<Whereabouts.Holding> arrivals(long item, List<Entry> entries, Period period) {
    return Arrivals.of(isSingle(item, entries), entries, period, lineage, holdings, budget);
  }

  /** Asked only where it makes a difference: a name is one more row to read. */
  private boolean isSingle(long item, List<Entry> entries) {
    boolean matters =
        entries.stream()
            .anyMatch(
                entry ->
                    entry.trail() != Trail.SEEN
                        && entry.amounts().stream()
                            .anyMatch(much -> !much.isSaid() || much.isPiece()));
    return matters && lineage.item(item).grain() == Grain.ITEM;
  }

  /** Removes entries of an event that is recorded under several prefixes. */
  private List<Entry> withoutRepeats(List<Entry> entries) {
    List<Entry> once = new ArrayList<>(entries.size());
    Map<Entry.Look, Entry> first = new HashMap<>();
    Map<Entry.Look, Set<EventId>> known = new HashMap<>();
    for (Entry entry : entries) {
      if (!once.isEmpty() && once.get(once.size() - 1).millis() != entry.millis()) {
        first.clear();
        known.clear();
      }
      Entry alike = first.putIfAbsent(entry.look(), entry);
      if (alike == null || isOther(entry, alike, known)) {
        once.add(entry);
      }
    }
    return once;
  }

  private boolean isOther(Entry entry, Entry alike, Map<Entry.Look, Set<EventId>> known) {
    budget.requireTime();
    Set<EventId> ids =
        known.computeIfAbsent(
            entry.look(), any -> new HashSet<>(Set.of(lineage.told(alike.position()).id())));
    return ids.add(lineage.told(entry.position()).id());
  }

  /** A batch of items with the data of their events. */
  private final class Batch {
    private final List<Long> items = new ArrayList<>();
    private final List<List<Entry>> entries = new ArrayList<>();
    private final List<Owned> found = new ArrayList<>();

    /** An entry of the item with an index. */
    private record Owned(int index, Entry entry) {
      long position() {
        return entry.position();
      }
    }

    boolean hasRoom() {
      return items.size() < MOST_ITEMS && found.size() < MOST_ENTRIES;
    }

    void add(long item) {
      int index = items.size();
      items.add(item);
      entries.add(new ArrayList<>(4));
      lineage.eachMoment(
          item,
          (trail, position, time) -> found.add(new Owned(index, new Entry(trail, time, position))));
    }

    void read() {
      found.sort(Comparator.comparingLong(Owned::position));
      for (int from = 0, to; from < found.size(); from = to) {
        budget.requireTime();
        long position = found.get(from).position();
        to = from;
        while (to < found.size() && found.get(to).position() == position) {
          to++;
        }
        tell(lineage.row(position), found.subList(from, to));
      }
      for (Owned owned : found) {
        entries.get(owned.index()).add(owned.entry());
      }
      entries.forEach(list -> list.sort(Entry.ORDER));
      found.clear();
    }

    /** Gives entries the data of their event: common to all items, and of each item. */
    private void tell(EventRow row, List<Owned> of) {
      Entry.Event event = Entry.Event.of(row);
      of.forEach(owned -> owned.entry().tell(event));
      if (of.size() <= FEW) {
        of.forEach(owned -> look(row, owned));
        return;
      }
      Map<Long, Entry> inputs = new HashMap<>();
      Map<Long, Entry> outputs = new HashMap<>();
      for (Owned owned : of) {
        (owned.entry().isInput() ? inputs : outputs).put(items.get(owned.index()), owned.entry());
      }
      add(row.inputs(), inputs);
      add(row.outputs(), outputs);
    }

    private void look(EventRow row, Owned owned) {
      Members side = owned.entry().isInput() ? row.inputs() : row.outputs();
      long item = items.get(owned.index());
      for (int i = 0; i < side.size(); i++) {
        if (side.number(i) == item) {
          owned.entry().add(side, i);
        }
      }
    }

    private void add(Members side, Map<Long, Entry> wanted) {
      for (int i = 0; !wanted.isEmpty() && i < side.size(); i++) {
        Entry entry = wanted.get(side.number(i));
        if (entry != null) {
          entry.add(side, i);
        }
      }
    }
  }
}
