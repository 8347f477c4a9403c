package dev.nameplate.server.bench;

/** One of those that take turns in {@link Rounds}. */
interface Contestant {
  /** Lays out what the next turn needs; not measured. */
  default void prepare() {}

  /** Works, and returns how many times it did what is counted. */
  long turn();
}
