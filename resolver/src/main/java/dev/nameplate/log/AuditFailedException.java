package dev.nameplate.log;

import dev.nameplate.error.RejectedStatementException;

/**
 * A log is not what its checkpoint says. The position tells where the first difference was found.
 */
public final class AuditFailedException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  private final long position;

  AuditFailedException(long position, String rule) {
    super("log: at position " + position + ": " + rule);
    this.position = position;
  }

  AuditFailedException(long position, RejectedStatementException cause) {
    this(position, String.valueOf(cause.getMessage()));
    addSuppressed(cause); // the family takes no cause
  }

  /** How many statements were found to be right before. */
  public long position() {
    return position;
  }
}
