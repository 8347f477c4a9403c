package dev.nameplate.lineage;

import dev.nameplate.access.Caller;

/**
 * What one caller may see of the events of a log. {@link LineageReader} asks it about every event,
 * and about every item of an event, before anything follows from them; so what a caller may not see
 * does not exist for whoever reads lineage on his behalf. Immutable and thread-safe.
 */
public interface Visibility {
  /** Of a caller who may see all that the node recorded. */
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

  /** Of everyone else: events that not everyone may read are hidden as a whole. */
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

  /** What a caller may see. */
  static Visibility of(Caller caller) {
    return caller.seesAll() ? EVERYTHING : PUBLIC;
  }

  /** Whether the caller may know what happened. */
  boolean shows(EventRow event);

  /**
   * Whether the caller may know that an event names an item.
   *
   * @param item the number of an item that the event names
   */
  boolean shows(EventRow event, long item);
}
