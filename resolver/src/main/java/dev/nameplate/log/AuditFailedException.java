package dev.nameplate.log;

import dev.nameplate.error.RejectedStatementException;
import java.util.function.Supplier;

/** A log differs from its checkpoint. The position is that of the first difference. */
public final class AuditFailedException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  private final long position;

  /** The failure at a position, in words. */
  public AuditFailedException(long position, String rule) {
    super("log: at position " + position + ": " + rule);
    this.position = position;
  }

  /** The failure at a position, for the rule that is broken there. */
  public AuditFailedException(long position, RejectedStatementException cause) {
    this(position, String.valueOf(cause.getMessage()));
    addSuppressed(cause); // the family takes no cause
  }

  /** Throws the failure unless something holds. */
  public static void require(boolean holds, long position, Supplier<String> otherwise) {
    if (!holds) {
      throw new AuditFailedException(position, otherwise.get());
    }
  }

  /** Number of correct statements before it. */
  public long position() {
    return position;
  }
}
