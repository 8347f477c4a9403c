package dev.nameplate.store;

/**
 * The places on the way of a write where a test can stop or fail a store, in the order in which a
 * write passes them. A store passes STAGE, WRITE, FSYNC and HEAD_MOVE; the committer above it
 * passes SIGN and ACKNOWLEDGE. {@link Failpoints} says what happens there.
 */
public enum Failpoint {
  /** The store has none of the rows yet. */
  BEFORE_STAGE,
  /** The rows are with the store, invisible. */
  AFTER_STAGE,
  /** The batch root is not signed yet. */
  BEFORE_SIGN,
  /** The batch root is signed. */
  AFTER_SIGN,
  /** Rows and head are about to go to the operating system. */
  BEFORE_WRITE,
  /** Rows and head are with the operating system: they survive the process, not the machine. */
  AFTER_WRITE,
  /** Before the medium is asked to keep the rows. */
  BEFORE_FSYNC,
  /** The rows are durable, and not yet visible. */
  AFTER_FSYNC,
  /** The head is about to move for readers. */
  BEFORE_HEAD_MOVE,
  /** Readers see the new rows. */
  AFTER_HEAD_MOVE,
  /** The writer has not heard of it yet. */
  BEFORE_ACKNOWLEDGE,
  /** The writer knows. */
  AFTER_ACKNOWLEDGE
}
