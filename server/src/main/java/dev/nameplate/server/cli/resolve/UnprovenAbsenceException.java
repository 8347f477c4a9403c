package dev.nameplate.server.cli.resolve;

import dev.nameplate.error.RejectedStatementException;

/** An answer states without proof that an identifier does not exist. */
final class UnprovenAbsenceException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  UnprovenAbsenceException() {
    super(
        "the node says that the identifier does not exist, without proof; mirrors cannot prove "
            + "absence: query the node whose log is mirrored");
  }
}
