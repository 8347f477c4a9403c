package dev.nameplate.trace;

import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.lineage.EventRow;
import dev.nameplate.lineage.Members;
import dev.nameplate.lineage.Trail;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One line of an item's account: in what way one event concerns the item, and how much of it. */
final class Entry {
  /** As they happened; of one event, what is used comes before what is made of it. */
  static final Comparator<Entry> ORDER =
      Comparator.comparingLong(Entry::millis)
          .thenComparingLong(Entry::position)
          .thenComparing(entry -> entry.trail == Trail.MADE);

  /** What an event says of all its items. Shared by their entries. */
  record Event(
      String recorder,
      String from,
      String to,
      Side side,
      Change change,
      Bond bond,
      boolean partial,
      boolean counted,
      long parent) {
    static final long NO_PARENT = -1;

    static Event of(EventRow row) {
      boolean held = row.kind() == dev.nameplate.event.EventKind.CONTAIN && row.inputs().size() > 0;
      return new Event(
          row.recorder().toString(),
          row.from(),
          row.to(),
          row.side(),
          row.change(),
          row.bond(),
          row.partial(),
          row.counted(),
          held ? row.inputs().number(0) : NO_PARENT);
    }
  }

  /**
   * How much of an item an event says, once for each time that it names the item.
   *
   * @param unit the unit; empty if it is not said how much
   */
  record Amount(String unit, BigDecimal amount) {
    boolean isSaid() {
      return !unit.isEmpty();
    }
  }

  private final Trail trail;
  private final long millis;
  private final long position;
  private Optional<Event> event = Optional.empty();
  private List<Amount> amounts = List.of();

  Entry(Trail trail, long millis, long position) {
    this.trail = trail;
    this.millis = millis;
    this.position = position;
  }

  Trail trail() {
    return trail;
  }

  long millis() {
    return millis;
  }

  long position() {
    return position;
  }

  /** Whether the item is among what went into the event. */
  boolean isInput() {
    return trail != Trail.BORN && trail != Trail.MADE && trail != Trail.INSIDE;
  }

  void tell(Event what) {
    event = Optional.of(what);
  }

  void add(Members members, int index) {
    Amount more = new Amount(members.unit(index), members.amount(index));
    if (amounts.isEmpty()) {
      amounts = List.of(more);
    } else {
      amounts = new ArrayList<>(amounts);
      amounts.add(more);
    }
  }

  Event event() {
    return event.orElseThrow();
  }

  /** How much; at least once. */
  List<Amount> amounts() {
    return amounts;
  }

  boolean isAnySaid() {
    return amounts.stream().anyMatch(Amount::isSaid);
  }

  /** Whether another entry can tell of the same event: one can be recorded under many prefixes. */
  boolean looksLike(Entry other) {
    return millis == other.millis
        && trail == other.trail
        && amounts.equals(other.amounts)
        && event().from().equals(other.event().from())
        && event().to().equals(other.event().to())
        && event().parent() == other.event().parent();
  }
}
