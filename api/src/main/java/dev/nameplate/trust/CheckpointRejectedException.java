package dev.nameplate.trust;

import dev.nameplate.error.RejectedStatementException;

/** A checkpoint is of another log, or lacks a signature that its log owes. */
public final class CheckpointRejectedException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  CheckpointRejectedException(String message) {
    super(message);
  }
}
