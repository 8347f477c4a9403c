package dev.nameplate.trace.walk;

import dev.nameplate.lineage.EventRow;
import dev.nameplate.lineage.ItemRows;
import dev.nameplate.lineage.LineageReader;
import dev.nameplate.lineage.Members;
import dev.nameplate.lineage.TimedRows;
import dev.nameplate.lineage.Trail;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Detects cycles of processes: an event that makes an item used by an earlier event that is also
 * among its own ancestors. Every cycle has such an event, since times are ordered; the result does
 * not depend on where a walk begins, or on its direction. Cheap where there is none. Used by one
 * thread.
 */
final class Cycles {
  /** The most events and items that are followed for the ancestors of an event. */
  private static final int MOST_EVENTS = 10_000;

  private static final int MOST_ITEMS = 100_000;

  /** The most withdrawn uses of an item that are skipped. */
  private static final int MOST_WITHDRAWN = 64;

  private final LineageReader index;
  private final ItemRows uses;
  private final ItemRows makers;

  Cycles(LineageReader index) {
    this.index = index;
    this.uses = index.rows(Trail.USED);
    this.makers = index.rows(Trail.MADE);
  }

  /** True if an effective event closes a cycle. */
  boolean closes(EventRow event) {
    Set<Long> usedBefore = new HashSet<>();
    Members made = event.outputs();
    for (int i = 0; i < made.size(); i++) {
      if (wasUsedBefore(made.number(i), event)) {
        usedBefore.add(made.number(i));
      }
    }
    return !usedBefore.isEmpty() && comesFrom(event, usedBefore);
  }

  private boolean wasUsedBefore(long item, EventRow event) {
    int left = MOST_WITHDRAWN;
    for (boolean more = uses.first(item); more && left > 0; more = uses.next(), left--) {
      if (uses.time() > event.timeMillis()
          || (uses.time() == event.timeMillis() && uses.position() > event.position())) {
        return false;
      }
      if (index.stands(uses.position())) {
        return true;
      }
    }
    return false;
  }

  private boolean comesFrom(EventRow event, Set<Long> items) {
    Deque<EventRow> open = new ArrayDeque<>();
    Set<Long> events = new HashSet<>();
    Set<Long> followed = new HashSet<>();
    add(event, open, events);
    while (!open.isEmpty() && events.size() <= MOST_EVENTS && followed.size() <= MOST_ITEMS) {
      Members inputs = open.remove().inputs();
      for (int i = 0; i < inputs.size(); i++) {
        long input = inputs.number(i);
        if (items.contains(input)) {
          return true;
        }
        if (followed.add(input)) {
          addMakers(input, open, events);
        }
      }
    }
    return false;
  }

  private void addMakers(long item, Deque<EventRow> open, Set<Long> events) {
    for (boolean more = makers.first(item);
        more && events.size() <= MOST_EVENTS;
        more = makers.next()) {
      if (!events.contains(makers.position()) && index.stands(makers.position())) {
        add(index.event(makers.position()), open, events);
      }
    }
  }

  /** Adds an event, and the others of its process. */
  private void add(EventRow event, Deque<EventRow> open, Set<Long> events) {
    events.add(event.position());
    open.add(event);
    if (event.process().isEmpty()) {
      return;
    }
    try (TimedRows process = index.process(event.process())) {
      while (process.next() && events.size() <= MOST_EVENTS) {
        if (!events.contains(process.position()) && index.stands(process.position())) {
          events.add(process.position());
          open.add(index.event(process.position()));
        }
      }
    }
  }
}
