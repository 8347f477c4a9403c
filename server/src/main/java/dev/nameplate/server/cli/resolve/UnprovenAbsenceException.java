package dev.nameplate.server.cli.resolve;

import dev.nameplate.error.RejectedStatementException;

/** An answer states without proof that an identifier does not exist. */
final class UnprovenAbsenceException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  UnprovenAbsenceException() {
    super(
        "the node says that there is none, and proves it by nothing; a mirror can prove none, ask the"
            + " node whose log it is");
  }
}
