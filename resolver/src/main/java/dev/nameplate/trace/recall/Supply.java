package dev.nameplate.trace.recall;

import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.lineage.Trail;
import dev.nameplate.trace.read.Entry;
import dev.nameplate.trace.read.Entry.Amount;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/**
 * The balance of an item: what was made against what was used, given away or put into containers.
 * Where that is more, the content of a container may have left it before. Used by one thread.
 */
final class Supply {
  private final boolean single;
  private final PartyNames names;
  private final Map<String, BigDecimal> left = new HashMap<>();
  private final Map<String, BigDecimal> given = new HashMap<>();
  private final Map<String, BigDecimal> received = new HashMap<>();
  private long shortSince = Long.MAX_VALUE;
  private boolean measured;

  Supply(boolean single, PartyNames names) {
    this.single = single;
    this.names = names;
  }

  void enter(Entry entry) {
    for (Amount much : entry.amounts()) {
      if (changes(entry, much) && isShort(entry, much)) {
        shortSince = Math.min(shortSince, entry.millis());
      }
    }
  }

  /** Enters an amount; true if it may leave less. */
  private boolean changes(Entry entry, Amount much) {
    switch (entry.trail()) {
      case BORN, MADE -> {
        measured |= much.isSaid();
        left.merge(much.unit(), much.amount(), BigDecimal::add);
        return false;
      }
      case INSIDE -> {
        boolean enters = entry.event().change() == Change.ENTER;
        if (entry.event().change() != Change.SEEN) {
          left.merge(much.unit(), enters ? much.amount().negate() : much.amount(), BigDecimal::add);
        }
        return enters;
      }
      case MOVED -> {
        Map<String, BigDecimal> side =
            names.side(entry.event()) == Side.RECEIVED ? received : given;
        side.merge(much.unit(), much.amount(), BigDecimal::add);
        return !single;
      }
      case USED, ENDED -> {
        left.merge(much.unit(), much.amount().negate(), BigDecimal::add);
        return true;
      }
      default -> {
        return false;
      }
    }
  }

  private boolean isShort(Entry entry, Amount much) {
    if (!much.isSaid() || !measured) {
      return entry.trail() != Trail.INSIDE;
    }
    BigDecimal moved = sum(given, much.unit()).max(sum(received, much.unit()));
    return sum(left, much.unit()).compareTo(moved) < 0;
  }

  private static BigDecimal sum(Map<String, BigDecimal> sums, String unit) {
    return sums.getOrDefault(unit, BigDecimal.ZERO);
  }

  boolean isShort(long millis) {
    return shortSince <= millis;
  }
}
