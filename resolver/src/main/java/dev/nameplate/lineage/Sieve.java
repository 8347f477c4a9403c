package dev.nameplate.lineage;

import java.util.function.LongFunction;

/**
 * What of the rows of an index exists for its reader: what was recorded before a position, as far
 * as a {@link Visibility} shows it. Used by one thread.
 */
final class Sieve {
  private final long asOf;
  private final Visibility visibility;
  private final LongFunction<EventRow> events;

  /**
   * Lets pass what stands before a position and is shown.
   *
   * @param events the event at a position
   */
  Sieve(long asOf, Visibility visibility, LongFunction<EventRow> events) {
    this.asOf = asOf;
    this.visibility = visibility;
    this.events = events;
  }

  long asOf() {
    return asOf;
  }

  /** Whether it is recorded by then that there is an event at a position. */
  boolean isRecorded(long position) {
    return position < asOf;
  }

  /** Whether an event is shown, as soon as it is recorded. */
  boolean shows(long position) {
    return showsAll() || visibility.shows(events.apply(position));
  }

  /** Whether it is shown that an event names an item, as soon as it is recorded. */
  boolean shows(long position, long item) {
    return showsAll() || visibility.shows(events.apply(position), item);
  }

  /** Whether nothing that is recorded by then is hidden. */
  boolean showsAll() {
    return visibility == Visibility.EVERYTHING;
  }
}
