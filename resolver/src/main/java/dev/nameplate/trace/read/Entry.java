package dev.nameplate.trace.read;

import dev.nameplate.event.EventKind;
import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.event.Quantity;
import dev.nameplate.lineage.EventRow;
import dev.nameplate.lineage.Members;
import dev.nameplate.lineage.Trail;
import dev.nameplate.trace.read.Lineage.At;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One line of an item's account: in what way one event concerns the item, and how much of it. */
public final class Entry {
  /** As they happened; of one event, what is used comes before what is made of it. */
  public static final Comparator<Entry> ORDER =
      Comparator.comparingLong(Entry::millis)
          .thenComparingLong(Entry::position)
          .thenComparing(entry -> entry.trail == Trail.MADE);

  /** What an event says of all its items. Shared by their entries. */
  public record Event(
      String recorder,
      String from,
      String to,
      Side side,
      Change change,
      Bond bond,
      boolean partial,
      boolean counted,
      long parent) {
    public static final long NO_PARENT = -1;

    /** Who gave what passed on; empty if it is not said. */
    public String giver() {
      return from.isEmpty() && side != Side.RECEIVED ? recorder : from;
    }

    /** Who received it; empty if it is not said. */
    public String receiver() {
      return to.isEmpty() && side == Side.RECEIVED ? recorder : to;
    }

    public static Event of(EventRow row) {
      boolean held = row.kind() == EventKind.CONTAIN && row.inputs().size() > 0;
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
  public record Amount(String unit, BigDecimal amount) {
    public static final Amount UNSAID = new Amount("", BigDecimal.ZERO);

    public boolean isSaid() {
      return !unit.isEmpty();
    }

    public boolean isPiece() {
      return unit.equals(Quantity.PIECES) && amount.compareTo(BigDecimal.ONE) == 0;
    }
  }

  private final Trail trail;
  private final long millis;
  private final long position;
  private Optional<Event> event = Optional.empty();
  private List<Amount> amounts = List.of();

  public Entry(Trail trail, long millis, long position) {
    this.trail = trail;
    this.millis = millis;
    this.position = position;
  }

  public Trail trail() {
    return trail;
  }

  public At at() {
    return new At(position, millis);
  }

  public long millis() {
    return millis;
  }

  public long position() {
    return position;
  }

  /** Whether the item is among what went into the event. */
  public boolean isInput() {
    return trail != Trail.BORN && trail != Trail.MADE && trail != Trail.INSIDE;
  }

  public void tell(Event what) {
    event = Optional.of(what);
  }

  public void add(Members members, int index) {
    Amount more = new Amount(members.unit(index), members.amount(index));
    if (amounts.isEmpty()) {
      amounts = List.of(more);
    } else {
      amounts = new ArrayList<>(amounts);
      amounts.add(more);
    }
  }

  public Event event() {
    return event.orElseThrow();
  }

  /** How much; at least once. */
  public List<Amount> amounts() {
    return amounts;
  }

  public boolean isAnySaid() {
    return amounts.stream().anyMatch(Amount::isSaid);
  }

  /** One piece of a single thing that passes on is all of it. */
  public void pieceIsAll() {
    if (trail == Trail.MOVED || trail == Trail.INSIDE) {
      amounts = amounts.stream().map(much -> much.isPiece() ? Amount.UNSAID : much).toList();
    }
  }

  /** What entries of one event have in common, also where that is recorded under many prefixes. */
  public record Look(Trail trail, List<Amount> amounts, String from, String to, long parent) {}

  public Look look() {
    return new Look(trail, amounts, event().from(), event().to(), event().parent());
  }
}
