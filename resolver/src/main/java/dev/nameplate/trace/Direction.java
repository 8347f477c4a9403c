package dev.nameplate.trace;

/** Direction in which to follow an item. */
public enum Direction {
  /** Towards the inputs that it was made from. */
  UPSTREAM,
  /** Towards the outputs made from it. */
  DOWNSTREAM
}
