package dev.nameplate.lineage;

import java.util.function.LongFunction;

/**
 * Filter of the rows of an index for its reader: rows recorded before a position, as far as a
 * {@link Visibility} shows them. Used by one thread.
 */
final class Sieve {
  private final long asOf;
  private final Visibility visibility;
  private final LongFunction<EventRow> events;

  /**
   * Passes rows that are before a position and visible.
   *
   * @param events returns the event at a position
   */
  Sieve(long asOf, Visibility visibility, LongFunction<EventRow> events) {
    this.asOf = asOf;
    this.visibility = visibility;
    this.events = events;
  }

  long asOf() {
    return asOf;
  }

  /** True if a position is before the end of the included log. */
  boolean isRecorded(long position) {
    return position < asOf;
  }

  /** True if an event is visible, whether or not it is recorded by then. */
  boolean shows(long position) {
    return showsAll() || visibility.shows(events.apply(position));
  }

  /** True if an event's naming of an item is visible, whether or not it is recorded by then. */
  boolean shows(long position, long item) {
    return showsAll() || visibility.shows(events.apply(position), item);
  }

  /** True if nothing is hidden. */
  boolean showsAll() {
    return visibility == Visibility.EVERYTHING;
  }
}
