package dev.nameplate.trace;

import dev.nameplate.lineage.Visibility;

/** Who is answered. */
public enum Access {
  /** Whoever may see everything that the node recorded. */
  OWN,
  /**
   * Everyone else. Events that not everyone may read do not exist for them, except that a hole says
   * where there is something.
   */
  PUBLIC;

  /** What of the events. */
  Visibility visibility() {
    return this == OWN ? Visibility.EVERYTHING : Visibility.PUBLIC;
  }
}
