package dev.nameplate.lineage;

import dev.nameplate.access.Caller;

/**
 * Visibility of a log's events to a caller. {@link LineageReader} asks it about every event, and
 * about every item of an event, before deriving anything from them; so hidden data does not exist
 * for readers of lineage. Immutable and thread-safe.
 */
public interface Visibility {
  /** Visibility of a caller who may see everything that the node recorded. */
  Visibility EVERYTHING =
      new Visibility() {
        @Override
        public boolean shows(EventRow event) {
          return true;
        }

        @Override
        public boolean shows(EventRow event, long item) {
          return true;
        }
      };

  /** Visibility of all other callers: restricted events are hidden as a whole. */
  Visibility PUBLIC =
      new Visibility() {
        @Override
        public boolean shows(EventRow event) {
          return !event.restricted();
        }

        @Override
        public boolean shows(EventRow event, long item) {
          return shows(event);
        }
      };

  /** The visibility of a caller. */
  static Visibility of(Caller caller) {
    return caller.seesAll() ? EVERYTHING : PUBLIC;
  }

  /** True if the content of an event is visible to the caller. */
  boolean shows(EventRow event);

  /**
   * True if an event's naming of an item is visible to the caller.
   *
   * @param item the number of an item that the event names
   */
  boolean shows(EventRow event, long item);
}
