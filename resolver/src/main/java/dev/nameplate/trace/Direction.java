package dev.nameplate.trace;

/** Which way to follow an item. */
public enum Direction {
  /** To what it was made from. */
  UPSTREAM,
  /** To what was made from it. */
  DOWNSTREAM
}
