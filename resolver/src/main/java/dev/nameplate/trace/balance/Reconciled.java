package dev.nameplate.trace.balance;

/** A part of the answer to a reconciliation. */
public sealed interface Reconciled {
  /** The balance of the lot: the first part. */
  record Balance(LotBalance balance) implements Reconciled {}

  /** The yield of a process. */
  record Yield(ProcessYield made) implements Reconciled {}

  /** The last part, if there are more yields than an answer may have. */
  record MoreYields() implements Reconciled {}
}
