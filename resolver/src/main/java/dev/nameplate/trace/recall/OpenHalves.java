package dev.nameplate.trace.recall;

import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.read.Entry;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Transfers of an item that only one side recorded so far, so that the other side's record is not
 * mistaken for a further transfer. Used by one thread.
 */
public final class OpenHalves {
  /** More transfers than are ever under way; of the oldest, the other half is not expected. */
  private static final int MOST = 1024;

  private static final long SLACK_MILLIS = TraceQuestion.DEFAULT_SLACK.toMillis();

  private final PartyNames names;
  private final List<Half> halves = new ArrayList<>();

  public OpenHalves(PartyNames names) {
    this.names = names;
  }

  /** Rule for pairing records of a transfer. */
  public enum Kind {
    /** The record names the item. */
    NAMED,
    /** The record names only a container of the item, whose content others may record. */
    CARRIED,
    /** As {@code CARRIED}, but only for equal amounts. */
    CARRIED_ALL
  }

  /** A record of a transfer by one side, as far as it is not paired with the other side's. */
  public static final class Half {
    private Kind kind;
    private final Side side;
    private final String from;
    private final String to;
    private final String unit;
    private final long millis;
    private final BigDecimal all;
    private final Map<Long, BigDecimal> drawn = new HashMap<>();
    private BigDecimal left;

    public Half(Kind kind, Side side, String from, String to, Entry.Amount much, long millis) {
      this.kind = kind;
      this.side = side;
      this.from = from;
      this.to = to;
      this.unit = much.unit();
      this.all = much.amount();
      this.left = much.amount();
      this.millis = millis;
    }

    Side side() {
      return side;
    }

    String from() {
      return from;
    }

    String unit() {
      return unit;
    }

    /** The unpaired amount. */
    public BigDecimal left() {
      return left;
    }

    void leaveOut(BigDecimal much) {
      left = left.subtract(much).max(BigDecimal.ZERO);
    }

    /** Notes an amount that must have been in a container, without an event in which it left. */
    void draw(long container, BigDecimal much) {
      if (much.signum() > 0) {
        drawn.merge(container, much, BigDecimal::add);
      }
    }

    BigDecimal drawn(long container) {
      return drawn.getOrDefault(container, BigDecimal.ZERO);
    }

    /** True if nothing was paired, and amounts are equal: both records are of the same transfer. */
    boolean isAll(BigDecimal amount) {
      return isWhole() && says(amount);
    }

    /** True if nothing was paired, so that equal amounts prove the same transfer. */
    private boolean isWhole() {
      return says(left);
    }

    private boolean says(BigDecimal amount) {
      return all.compareTo(amount) == 0;
    }

    private boolean gives() {
      return side != Side.RECEIVED;
    }

    private boolean receives() {
      return side != Side.GIVEN;
    }
  }

  /**
   * A transfer that both sides recorded.
   *
   * @param other the earlier record
   * @param much the paired amount; 0 if neither record says how much
   * @param sure true if both records are certainly of the same transfer
   * @param namesGiver true if the giver was unknown before
   * @param namesReceiver true if the receiver was unknown before
   */
  public record Pair(
      Half other, BigDecimal much, boolean sure, boolean namesGiver, boolean namesReceiver) {}

  /**
   * Pairs a record with the other side's records of the same transfer.
   *
   * @return true if all of it is paired
   */
  public boolean pair(Half half, Consumer<Pair> paired) {
    for (Half other : List.copyOf(halves)) {
      boolean namesReceiver = other.to.isEmpty() && !half.to.isEmpty();
      boolean measured = half.left.signum() > 0;
      boolean equal = measured && other.isWhole() && half.isWhole() && other.says(half.left);
      if (!mayBeSame(other, half)
          || !(namesReceiver || names.areSame(other.to, half.to))
          || (other.kind == Kind.CARRIED_ALL && !equal)) {
        continue;
      }
      boolean named = !half.from.isEmpty() && !other.from.isEmpty();
      boolean said = half.side != Side.UNSAID && other.side != Side.UNSAID;
      boolean sure =
          (named && said && other.kind == Kind.NAMED)
              || (equal && (named || said))
              || namesReceiver;
      if (!sure && !measured) {
        continue; // any part of the item passes on, which holds also if it did already
      }
      BigDecimal both = other.left.min(half.left);
      if (both.signum() > 0 || !measured) {
        boolean namesGiver = other.from.isEmpty() && !half.from.isEmpty();
        paired.accept(new Pair(other, both, sure, namesGiver, namesReceiver));
      }
      other.leaveOut(both);
      half.leaveOut(both);
      if (other.left.signum() == 0) {
        halves.remove(other);
      }
      if (half.left.signum() == 0) {
        return true; // also where neither half says how much
      }
    }
    return false;
  }

  /**
   * Records of the item itself between two parties between which a container of it passes: by the
   * other side, or by the same side, if some of it must have been inside.
   */
  List<Half> ofContent(long container, Half carried) {
    return halves.stream()
        .filter(half -> half.kind == Kind.NAMED && half.left.signum() > 0)
        .filter(half -> half.unit.equals(carried.unit) && names.areSame(half.to, carried.to))
        .filter(half -> mayBeSame(half, carried) || isDrawn(half, container, carried))
        .toList();
  }

  private boolean isDrawn(Half half, long container, Half carried) {
    return half.drawn(container).signum() > 0 && names.areSame(half.from, carried.from);
  }

  /** True if there is an unpaired record of the item itself. */
  boolean isAnyNamed() {
    return halves.stream().anyMatch(half -> half.kind == Kind.NAMED);
  }

  /** True if some of a container's content is recorded to have passed on by itself. */
  boolean isDrawn(long container) {
    return halves.stream().anyMatch(half -> half.drawn(container).signum() > 0);
  }

  /** The units of open records. */
  Set<String> units() {
    return halves.stream().map(half -> half.unit).collect(Collectors.toSet());
  }

  /** Reduces a record by an amount that the other side recorded, too. */
  void leaveOut(Half half, BigDecimal much) {
    half.leaveOut(much);
    halves.removeIf(one -> one == half && half.left.signum() == 0);
  }

  /** True if two records may be of the same transfer, within the allowance for clocks. */
  private boolean mayBeSame(Half half, Half later) {
    boolean twoSides = half.side != later.side;
    boolean inOrder = twoSides && half.gives() && later.receives();
    boolean byClocks =
        twoSides && half.receives() && later.gives() && later.millis - half.millis <= SLACK_MILLIS;
    return half.unit.equals(later.unit)
        && (names.areSame(half.from, later.from)
            ? inOrder || byClocks
            : later.from.isEmpty() ? inOrder : half.from.isEmpty() && byClocks);
  }

  /** Keeps a record for pairing with a later record of the other side. */
  public void expectOther(Half half) {
    halves.add(half);
    if (halves.size() > MOST) {
      halves.remove(0);
    }
  }

  /** Notes that the receiver of a container of the item recorded its arrival. */
  void arrived(String to) {
    halves.stream()
        .filter(half -> half.kind == Kind.CARRIED && names.areSame(half.to, to))
        .forEach(half -> half.kind = Kind.CARRIED_ALL);
  }

  /** Drops records of containers of the item after their receiver recorded the content. */
  void told(String to) {
    halves.removeIf(half -> half.kind != Kind.NAMED && names.areSame(half.to, to));
  }
}
