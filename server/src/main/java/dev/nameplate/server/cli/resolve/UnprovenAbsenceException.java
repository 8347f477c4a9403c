package dev.nameplate.server.cli.resolve;

import dev.nameplate.error.RejectedStatementException;

/** Someone says that an identifier does not exist, and shows no proof. */
final class UnprovenAbsenceException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  UnprovenAbsenceException() {
    super(
        "the node says that there is none, and proves it by nothing; a mirror can prove none, ask the"
            + " node whose log it is");
  }
}
