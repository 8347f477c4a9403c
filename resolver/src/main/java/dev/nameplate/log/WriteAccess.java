package dev.nameplate.log;

/** Who writes, and with what a write may therefore be compared. */
public enum WriteAccess {
  /** Who may see everything that the node keeps. */
  OWN,
  /**
   * Anyone else. No answer to a write depends on values or events that not everyone may read, so
   * that they cannot be found by guessing. Two things are told all the same: that a value of a
   * unique item is taken, and that the name of an event is.
   */
  PUBLIC
}
