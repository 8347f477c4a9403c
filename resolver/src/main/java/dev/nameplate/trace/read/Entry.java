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

/** An entry of an item's account: the relation of an event to the item, and the amounts. */
public final class Entry {
  /** Order of time; within an event, inputs come before outputs. */
  public static final Comparator<Entry> ORDER =
      Comparator.comparingLong(Entry::millis)
          .thenComparingLong(Entry::position)
          .thenComparing(entry -> entry.trail == Trail.MADE);

  /** The data of an event that all its entries share. Shared by their entries. */
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

    /** The party that gave the items; empty if unknown. */
    public String giver() {
      return from.isEmpty() && side != Side.RECEIVED ? recorder : from;
    }

    /** The party that received the items; empty if unknown. */
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
   * The amount of an item in an event, once for each time that the event names the item.
   *
   * @param unit the unit; empty if the amount is unknown
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

  /** True if the item is an input of the event. */
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

  /** The amounts; at least one. */
  public List<Amount> amounts() {
    return amounts;
  }

  public boolean isAnySaid() {
    return amounts.stream().anyMatch(Amount::isSaid);
  }

  /** Treats one piece of a single thing that moves as the whole thing. */
  public void pieceIsAll() {
    if (trail == Trail.MOVED || trail == Trail.INSIDE) {
      amounts = amounts.stream().map(much -> much.isPiece() ? Amount.UNSAID : much).toList();
    }
  }

  /** The data that entries of an event share, also if it is recorded under several prefixes. */
  public record Look(Trail trail, List<Amount> amounts, String from, String to, long parent) {}

  public Look look() {
    return new Look(trail, amounts, event().from(), event().to(), event().parent());
  }
}
