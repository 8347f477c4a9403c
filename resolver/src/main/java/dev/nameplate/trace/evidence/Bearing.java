package dev.nameplate.trace.evidence;

import dev.nameplate.lineage.EventRow;
import dev.nameplate.lineage.Members;
import dev.nameplate.lineage.Trail;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.read.Lineage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongConsumer;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The events that bear on some items: those that name them or anything made of them, and those of
 * their containers. Holds sets of numbers only. Used by one thread.
 */
public final class Bearing {
  private final Lineage lineage;
  private final Budget budget;
  private final Roaring64Bitmap followed = new Roaring64Bitmap();
  private final Roaring64Bitmap carried = new Roaring64Bitmap();
  private final Roaring64Bitmap processed = new Roaring64Bitmap();
  private final Roaring64Bitmap events = new Roaring64Bitmap();

  /** Reads a lineage; nothing is followed yet. */
  public Bearing(Lineage lineage, Budget budget) {
    this.lineage = lineage;
    this.budget = budget;
  }

  /** Follows items to everything made of them. A class of things is followed no further. */
  public void follow(Roaring64Bitmap items) {
    Roaring64Bitmap front = items;
    while (!front.isEmpty()) {
      Roaring64Bitmap made = new Roaring64Bitmap();
      for (LongIterator next = front.getLongIterator(); next.hasNext(); ) {
        long item = next.next();
        if (followed.contains(item)) {
          continue;
        }
        followed.addLong(item);
        carry(item);
        lineage.eachUse(item, (event, time) -> addProcess(event, made));
      }
      front = made;
    }
  }

  private void addProcess(long event, Roaring64Bitmap made) {
    if (processed.contains(event)) {
      return; // with all events of its process
    }
    budget.requireTime();
    lineage.eachOfProcess(
        event,
        (sibling, time) -> {
          processed.addLong(sibling);
          events.addLong(sibling);
          Members outputs = lineage.row(sibling).outputs();
          for (int i = 0; i < outputs.size(); i++) {
            if (outputs.isClass(i)) {
              carry(outputs.number(i));
            } else {
              made.addLong(outputs.number(i));
            }
          }
        });
  }

  /** Adds the events that name an item, and those of its containers, and of theirs. */
  public void carry(long item) {
    Deque<Long> waiting = new ArrayDeque<>(List.of(item));
    while (!waiting.isEmpty()) {
      long next = waiting.remove();
      if (!carried.contains(next)) {
        carried.addLong(next);
        budget.requireTime();
        addEvents(next, waiting::add);
      }
    }
  }

  /**
   * Adds the events that name an item.
   *
   * @param container receives all that it was ever packed in or taken out of, as often as it was
   */
  private void addEvents(long item, LongConsumer container) {
    boolean[] named = {false};
    lineage.eachMoment(
        item,
        (trail, position, time) -> {
          named[0] = true;
          events.addLong(position);
          if (trail == Trail.INSIDE) {
            EventRow row = lineage.row(position);
            enter(row, time);
            for (int i = 0; i < row.inputs().size(); i++) {
              container.accept(row.inputs().number(i));
            }
          }
        });
    if (!named[0]) {
      lineage.firstHolding(item).ifPresent(events::addLong);
    }
  }

  /** Adds the event with which everything left the container. */
  private void enter(EventRow row, long time) {
    if (row.inputs().size() > 0) {
      lineage
          .emptied(row.inputs().number(0), row.bond(), time, row.position())
          .ifPresent(out -> events.addLong(out.position()));
    }
  }

  /** The items that were followed. */
  public Roaring64Bitmap followed() {
    return followed;
  }

  /** The items that were followed, and their containers. */
  public Roaring64Bitmap carried() {
    return carried;
  }

  /** The positions of the events. */
  Roaring64Bitmap events() {
    return events;
  }
}
