package dev.nameplate.store;

/** The kinds of rows a node keeps. */
public enum Table {
  /**
   * Statements by subject: partition = kind letter and prefix, name = canonical suffix. Versioned.
   */
  STATEMENT,
  /** Signed batches with the keys of their statements: name = batch number. */
  BATCH,
  /**
   * Signed batches with the roots of their subtrees of sixteen leaves: name = batch number. In
   * stores of format 3 and older, the hashes of sixteen leaves: name = batch number and group.
   */
  PROOF,
  /** Hashes of the log tree's complete subtrees: name = level and index. */
  LOG_NODE,
  /** Receipts by operation id, kept for a limited time: partition = period, name = operation id. */
  OPERATION,
  /**
   * Index of records by value: partition = kind letter and prefix, name = digest of item and value,
   * canonical suffix, version.
   */
  INDEX
}
