package dev.nameplate.trust;

import dev.nameplate.error.RejectedStatementException;

/** A text is not a signed note, a checkpoint or a transparency-log proof. */
public final class MalformedNoteException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  MalformedNoteException(String message) {
    super(message);
  }
}
