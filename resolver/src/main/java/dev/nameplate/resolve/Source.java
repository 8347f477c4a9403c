package dev.nameplate.resolve;

/** The origin of an answer. */
public enum Source {
  /** The node's own log, which is authoritative. */
  OWN,
  /** A new answer of another node. */
  UPSTREAM,
  /** A cached answer of another node, within its time to live. */
  CACHE,
  /**
   * A cached answer of another node, past its time to live, because no node gives a newer answer.
   */
  STALE
}
