package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.trust.chain.Checkpoint;

/**
 * The store is not the newest state of its log: it was put back from an older copy. Whatever it
 * signed would contradict what the log has signed already.
 */
public final class RolledBackException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  private final long batches;
  private final long known;

  /** The refusal of a log that is shorter than a checkpoint known of it. */
  public RolledBackException(long batches, Checkpoint known) {
    this(message(batches, known), batches, known.size());
  }

  private RolledBackException(String message, long batches, long known) {
    super(ErrorReason.READ_ONLY, message);
    this.batches = batches;
    this.known = known;
  }

  /** A copy of this exception with the caller's stack trace. */
  public RolledBackException again() {
    return new RolledBackException(String.valueOf(getMessage()), batches, known);
  }

  private static String message(long batches, Checkpoint known) {
    boolean behind = known.size() > batches;
    return "log: "
        + (behind
            ? "the store holds " + batches + " batches of " + known.origin()
            : "the store holds another batch " + (known.size() - 1) + " of " + known.origin())
        + " (expected: the "
        + known.size()
        + " batches of its newest known checkpoint); the store is an older copy, so nothing is"
        + " written or signed; "
        + (behind
            ? "fetch the missing data with restore --from-mirror, or restore a newer backup; if "
                + "neither exists, continue with restore --as-new-log"
            : "restore a backup from before the copy was written to");
  }

  /** True if the store lacks the end of its log; false if it holds another history. */
  public boolean isBehind() {
    return known > batches;
  }

  /** Number of batches in the store. */
  public long batches() {
    return batches;
  }

  /** Number of batches that the newest known checkpoint covers. */
  public long known() {
    return known;
  }
}
