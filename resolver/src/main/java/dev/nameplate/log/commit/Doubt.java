package dev.nameplate.log.commit;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.log.CorruptLogException;
import dev.nameplate.store.Head;
import java.time.Duration;
import java.util.List;

/**
 * A commit of unknown outcome, because the store found no room or no file descriptor; it is settled
 * when the store is opened again. Waiting writers are held for a while, since that may be soon.
 * Used by the commit thread.
 */
final class Doubt {
  private static final long LONGEST_HOLD = Duration.ofSeconds(25).toNanos();

  private final Commit commit;
  private final long since = System.nanoTime();
  private boolean answered;

  /** A commit that failed. */
  Doubt(Commit commit) {
    this.commit = commit;
  }

  Commit commit() {
    return commit;
  }

  /** The writes that were not answered yet; none the next time. */
  List<PendingWrite> takeWrites() {
    List<PendingWrite> held = answered ? List.of() : commit.group().writes();
    answered = true;
    return held;
  }

  boolean heldTooLong() {
    return System.nanoTime() - since > LONGEST_HOLD;
  }

  /**
   * True if the commit happened.
   *
   * @param durable the head found after the store was opened again
   * @throws CorruptLogException if it is neither of the two possible heads
   */
  boolean happened(Head durable) {
    Head next = commit.made().head();
    if (!durable.equals(next) && !durable.equals(commit.before())) {
      throw CorruptLogException.different("its head", durable, commit.before() + " or " + next);
    }
    return durable.equals(next);
  }

  /** The answer to a write of unknown outcome. */
  static NodeException open(NodeException shortage) {
    return new NodeException(
        ErrorReason.STORE_FULL,
        shortage.getMessage()
            + "; the outcome of this write is unknown until then: repeat it with the same operation id",
        shortage);
  }

  /** Answers a write that did not happen. */
  static NodeException refusal(NodeException shortage) {
    return new NodeException(
        ErrorReason.STORE_FULL, shortage.getMessage() + "; nothing changed", shortage);
  }
}
