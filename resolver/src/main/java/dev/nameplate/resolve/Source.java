package dev.nameplate.resolve;

/** Where an answer came from. */
public enum Source {
  /** The node's own log, which is authoritative. */
  OWN,
  /** Another node, asked just now. */
  UPSTREAM,
  /** Another node, asked earlier; the answer is within its time to live. */
  CACHE,
  /**
   * Another node, asked earlier; its answer is past its time to live, but nobody gives a newer one.
   */
  STALE
}
