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
 * The transfers of an item of which one side told, so that what the other side tells of them is not
 * taken for further ones. Used by one thread.
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

  /** How what is told of a transfer may be paired. */
  public enum Kind {
    /** It names the item. */
    NAMED,
    /** It names a container of it only: what others say of the item may be about what is inside. */
    CARRIED,
    /** The same, but only if they say exactly so much. */
    CARRIED_ALL
  }

  /** One side's word of a transfer, as far as it is not known to be the other side's, too. */
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

    /** How much of it is not paired. */
    public BigDecimal left() {
      return left;
    }

    void leaveOut(BigDecimal much) {
      left = left.subtract(much).max(BigDecimal.ZERO);
    }

    /** So much of it must have been in a container, of which nobody said that it left that. */
    void draw(long container, BigDecimal much) {
      if (much.signum() > 0) {
        drawn.merge(container, much, BigDecimal::add);
      }
    }

    BigDecimal drawn(long container) {
      return drawn.getOrDefault(container, BigDecimal.ZERO);
    }

    /** Whether nothing of it was paired, and it says just so much: then both are the same. */
    boolean isAll(BigDecimal amount) {
      return isWhole() && says(amount);
    }

    /** Whether nothing of it was paired, so that equal amounts show that both are the same. */
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
   * A transfer that both sides told of.
   *
   * @param other what was told earlier
   * @param much how much of it
   * @param sure whether both told of the same one; else they may be two
   * @param namesGiver whether it was not known before who gave it
   * @param namesReceiver whether it was not known before who received it
   */
  public record Pair(
      Half other, BigDecimal much, boolean sure, boolean namesGiver, boolean namesReceiver) {}

  /**
   * Finds what the other side said of the same transfer.
   *
   * @return whether nothing of it is left that may be another one
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
      if (both.signum() > 0) {
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
   * What was told of the item itself between two parties, where a container of it passes between
   * them: by the other side, or by the same side, if some of it must have been in there.
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

  /** Whether something was told of the item itself that the other side did not tell. */
  boolean isAnyNamed() {
    return halves.stream().anyMatch(half -> half.kind == Kind.NAMED);
  }

  /** Whether some of a container's content is said to have passed on by itself. */
  boolean isDrawn(long container) {
    return halves.stream().anyMatch(half -> half.drawn(container).signum() > 0);
  }

  /** The units in which something is told. */
  Set<String> units() {
    return halves.stream().map(half -> half.unit).collect(Collectors.toSet());
  }

  /** So much of a transfer was told by the other side, too. */
  void leaveOut(Half half, BigDecimal much) {
    half.leaveOut(much);
    halves.removeIf(one -> one == half && half.left.signum() == 0);
  }

  /** What was received earlier is the same only if clocks can differ so much. */
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

  /** The other side may tell of the same transfer later. */
  public void expectOther(Half half) {
    halves.add(half);
    if (halves.size() > MOST) {
      halves.remove(0);
    }
  }

  /** Whoever received a container of the item told so. */
  void arrived(String to) {
    halves.stream()
        .filter(half -> half.kind == Kind.CARRIED && names.areSame(half.to, to))
        .forEach(half -> half.kind = Kind.CARRIED_ALL);
  }

  /** Whoever received a container of the item told what was inside. */
  void told(String to) {
    halves.removeIf(half -> half.kind != Kind.NAMED && names.areSame(half.to, to));
  }
}
