package dev.nameplate.trace.recall;

import dev.nameplate.lineage.Trail;
import dev.nameplate.trace.read.Entry;
import dev.nameplate.trace.read.Lineage.At;
import dev.nameplate.trace.recall.RecallStep.Extent;
import dev.nameplate.trace.recall.RecallStep.Presence;
import dev.nameplate.trace.recall.Whereabouts.Holding;
import dev.nameplate.trace.recall.Whereabouts.Span;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The account of an item in a single place: a thing that passes on and into containers as a whole,
 * or a lot that never moves. Used once.
 */
final class WholeAccount {
  private final boolean single;
  private final Map<String, Sums> units = new TreeMap<>();
  private boolean used;
  private boolean retired;
  private long unsaid;

  private static final class Sums {
    private BigDecimal made = BigDecimal.ZERO;
    private BigDecimal gone = BigDecimal.ZERO;
    private boolean supplied;

    BigDecimal left() {
      return made.subtract(gone).max(BigDecimal.ZERO);
    }
  }

  private WholeAccount(boolean single) {
    this.single = single;
  }

  /** True if an item's account is of this kind. */
  static boolean fits(boolean single, List<Entry> entries) {
    String maker = recorder(entries);
    for (Entry entry : entries) {
      if (!single && isMaking(entry) && !entry.event().recorder().equals(maker)) {
        return false; // made in several places
      }
      boolean moves = entry.trail() == Trail.MOVED || entry.trail() == Trail.INSIDE;
      if ((moves && (!single || entry.isAnySaid()))
          || (entry.trail() == Trail.SEEN && entry.event().counted())) {
        return false;
      }
    }
    return true;
  }

  static Whereabouts of(long item, boolean single, List<Entry> entries, Holdings holdings) {
    WholeAccount account = new WholeAccount(single);
    entries.forEach(account::enter);
    Presence presence = account.presence();
    return new Whereabouts(
        presence,
        List.of(
            place(
                item, entries, holdings, presence == Presence.THERE ? account.left() : List.of())));
  }

  private void enter(Entry entry) {
    switch (entry.trail()) {
      case BORN, MADE -> {
        if (entry.trail() == Trail.MADE) {
          used = false; // repair brings it back
          retired = false;
        }
        entry.amounts().forEach(this::made);
      }
      case USED -> entry.amounts().forEach(much -> used(much, entry.event().partial()));
      case ENDED -> entry.amounts().forEach(this::retired);
      default -> {}
    }
  }

  private Sums unit(Entry.Amount much) {
    return units.computeIfAbsent(much.unit(), any -> new Sums());
  }

  private void made(Entry.Amount much) {
    if (much.isSaid()) {
      Sums sums = unit(much);
      sums.made = sums.made.add(much.amount());
      sums.supplied = true;
    } else if (!single) {
      unsaid++;
    }
  }

  private void used(Entry.Amount much, boolean partial) {
    if (!take(much)) {
      if (single && !partial) {
        used = true;
      } else {
        unsaid++;
      }
    }
  }

  private void retired(Entry.Amount much) {
    if (!take(much)) {
      if (single) {
        retired = true;
      } else {
        unsaid++;
      }
    }
  }

  private boolean take(Entry.Amount much) {
    if (much.isSaid()) {
      Sums sums = unit(much);
      sums.gone = sums.gone.add(much.amount());
    }
    return much.isSaid();
  }

  private Presence presence() {
    if (retired) {
      return Presence.RETIRED;
    }
    boolean consumed =
        unsaid == 0
            && !units.isEmpty()
            && units.values().stream().allMatch(unit -> unit.supplied && unit.left().signum() == 0);
    return used || consumed ? Presence.USED_UP : Presence.THERE;
  }

  private List<Span> left() {
    List<Span> left = new ArrayList<>();
    units.forEach(
        (unit, sums) -> {
          if (sums.left().signum() > 0) {
            left.add(new Span(unit, unsaid > 0 ? BigDecimal.ZERO : sums.left(), sums.left()));
          }
        });
    return left;
  }

  private static Holding place(long item, List<Entry> entries, Holdings holdings, List<Span> left) {
    boolean contained = entries.stream().anyMatch(entry -> entry.trail() == Trail.INSIDE);
    Optional<At> handover = contained ? holdings.last(item) : lastTransfer(entries);
    return new Holding(
        handover.map(at -> holdings.receiver(at.position())).orElseGet(() -> recorder(entries)),
        contained ? holdings.inside(item).orElse(Whereabouts.NONE) : Whereabouts.NONE,
        handover.map(At::position).orElse(Whereabouts.NONE),
        Extent.WHOLE,
        left);
  }

  private static Optional<At> lastTransfer(List<Entry> entries) {
    List<Entry> transfers = entries.stream().filter(entry -> entry.trail() == Trail.MOVED).toList();
    List<Entry> handovers = Handovers.of(transfers);
    return handovers.isEmpty()
        ? Optional.empty()
        : Optional.of(handovers.get(handovers.size() - 1).at());
  }

  /** The recorder of the last event that made the item; without any, of the last that names it. */
  private static String recorder(List<Entry> entries) {
    @Nullable Entry named = null;
    @Nullable Entry making = null;
    for (Entry entry : entries) {
      named = entry;
      making = isMaking(entry) ? entry : making;
    }
    Entry last = making == null ? named : making;
    return last == null ? "" : last.event().recorder();
  }

  private static boolean isMaking(Entry entry) {
    return entry.trail() == Trail.BORN || entry.trail() == Trail.MADE;
  }
}
