package dev.nameplate.trace;

/** Who is answered. */
public enum Access {
  /** Whoever may see everything that the node recorded. */
  OWN,
  /** Everyone else: events that not everyone may read are holes, and what lies behind them too. */
  PUBLIC
}
