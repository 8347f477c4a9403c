package dev.nameplate.server.bench;

/** A contestant that takes turns with others in {@link Rounds}. */
interface Contestant {
  /** Prepares the next turn; not measured. */
  default void prepare() {}

  /** Works, and returns the number of counted operations. */
  long turn();
}
