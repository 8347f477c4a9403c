package dev.nameplate.trace.walk;

import dev.nameplate.trace.Direction;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The items that a walk reached, level by level, with the time at which each was reached. Items of
 * a level are expanded in the order of their numbers. Used by one thread.
 *
 * <p>Takes a few bits per item, and about a hundred bytes for an item reached by several events of
 * a level. If bounds may widen, an item reached again by an event with a wider bound is expanded
 * once more, at the next level; then it takes about a hundred bytes.
 */
final class Reached {
  private final Direction direction;
  private final boolean widening;
  private final Roaring64Bitmap all = new Roaring64Bitmap();
  private final Map<Long, Long> widest = new HashMap<>();
  private Roaring64Bitmap next = new Roaring64Bitmap();
  private Map<Long, Long> again = new HashMap<>();
  private Map<Long, Long> nextAgain = new HashMap<>();
  private Bounds bounds = new Bounds();
  private Bounds nextBounds = new Bounds();

  Reached(Direction direction, boolean widening) {
    this.direction = direction;
    this.widening = widening;
  }

  /** Adds an item without a bound, such as the start. */
  void root(long number) {
    all.addLong(number);
    next.addLong(number);
  }

  /** True if an item was reached. */
  boolean has(long number) {
    return all.contains(number);
  }

  /** An item was reached that is not expanded. */
  void show(long number) {
    all.addLong(number);
  }

  /** An item is reached for the first time, and expanded at the next level. */
  void bring(long number, long millis) {
    all.addLong(number);
    next.addLong(number);
    if (widening) {
      widest.put(number, millis);
    } else {
      nextBounds.add(number, millis);
    }
  }

  /** Notes that an item is reached again. */
  void bringAgain(long number, long millis) {
    if (!widening) {
      if (next.contains(number)) {
        nextAgain.merge(number, millis, this::wider);
      }
      return;
    }
    Long bound = widest.get(number);
    if (bound != null && wider(millis, bound) != bound) {
      widest.put(number, millis);
      next.addLong(number);
    }
  }

  private long wider(long one, long other) {
    return direction == Direction.DOWNSTREAM ? Math.min(one, other) : Math.max(one, other);
  }

  /** Moves on to the next level; returns its items. */
  Roaring64Bitmap nextLevel() {
    Roaring64Bitmap items = next;
    next = new Roaring64Bitmap();
    nextBounds.seal();
    bounds = nextBounds;
    again = nextAgain;
    nextAgain = new HashMap<>();
    nextBounds = new Bounds();
    return items;
  }

  /** Time at which an item of this level was reached; empty for an unbounded item. */
  OptionalLong bound(long number) {
    if (widening) {
      Long bound = widest.get(number);
      return bound == null ? OptionalLong.empty() : OptionalLong.of(bound);
    }
    if (!bounds.has(number)) {
      return OptionalLong.empty();
    }
    long first = bounds.of(number);
    return OptionalLong.of(wider(first, again.getOrDefault(number, first)));
  }
}
