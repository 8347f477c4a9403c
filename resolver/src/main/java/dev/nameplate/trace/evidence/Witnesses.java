package dev.nameplate.trace.evidence;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.resolve.Budget;

/** Other nodes, which are asked for their evidence. Thread-safe. */
@FunctionalInterface
public interface Witnesses {
  /**
   * Asks the node of a prefix for its events. That node asks no other.
   *
   * @return verified events. A failure is among the gaps, and never an exception, unless the
   *     question was cancelled
   */
  Evidence evidence(Prefix authority, EvidenceQuestion question, Budget budget);
}
