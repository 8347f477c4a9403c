package dev.nameplate.lineage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The order in which the events that are not hidden first name items. It is that of their numbers,
 * except for items that a hidden event was the first to name: their numbers would tell of it. Used
 * by one thread.
 */
final class NamingOrder {
  private static final Comparator<Naming> ORDER =
      Comparator.comparingLong(Naming::position).thenComparingInt(Naming::member);

  private final LineageReader reader;
  private final LongUnaryOperator first;

  /** The most recently read event, with the index of each of its members. */
  private long lookedAt = -1;

  private Map<Long, Integer> members = Map.of();

  /**
   * Orders the items of an index.
   *
   * @param first the position of the first event that names an item, hidden events included
   */
  NamingOrder(LineageReader reader, LongUnaryOperator first) {
    this.reader = reader;
    this.first = first;
  }

  /** The first naming of an item: the position of the event, and the index of the member. */
  private record Naming(long number, long position, int member) {}

  LongIterator of(Roaring64Bitmap numbers) {
    List<Naming> moved = new ArrayList<>();
    Roaring64Bitmap others = new Roaring64Bitmap();
    numbers.forEach(
        number -> {
          long shown = reader.firstShown(number);
          if (shown == first.applyAsLong(number)) {
            others.addLong(number);
          } else {
            moved.add(naming(number, shown));
          }
        });
    moved.sort(ORDER);
    return moved.isEmpty() ? others.getLongIterator() : new Merged(others, moved);
  }

  private Naming naming(long number, long position) {
    if (position != lookedAt) {
      EventRow event = reader.event(position);
      members = new HashMap<>();
      add(event.inputs());
      add(event.outputs());
      lookedAt = position;
    }
    return new Naming(number, position, members.getOrDefault(number, Integer.MAX_VALUE));
  }

  private void add(Members side) {
    for (int i = 0; i < side.size(); i++) {
      members.putIfAbsent(side.number(i), members.size());
    }
  }

  /** Items whose numbers are in order, and others that are sorted. */
  private final class Merged implements LongIterator {
    private final LongIterator others;
    private final Iterator<Naming> moved;
    private @Nullable Naming nextOther;
    private @Nullable Naming nextMoved;

    Merged(Roaring64Bitmap others, List<Naming> moved) {
      this.others = others.getLongIterator();
      this.moved = moved.iterator();
      advanceOther();
      nextMoved = this.moved.next();
    }

    private void advanceOther() {
      if (!others.hasNext()) {
        nextOther = null;
        return;
      }
      long number = others.next();
      nextOther = naming(number, first.applyAsLong(number));
    }

    @Override
    public boolean hasNext() {
      return nextOther != null || nextMoved != null;
    }

    @Override
    public long next() {
      Naming other = nextOther;
      Naming next = nextMoved;
      if (other != null && (next == null || ORDER.compare(other, next) < 0)) {
        advanceOther();
        return other.number();
      }
      if (next == null) {
        throw new NoSuchElementException("no more items");
      }
      nextMoved = moved.hasNext() ? moved.next() : null;
      return next.number();
    }

    @Override
    public LongIterator clone() {
      throw new UnsupportedOperationException("used once");
    }
  }
}
