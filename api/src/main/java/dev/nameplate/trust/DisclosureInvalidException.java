package dev.nameplate.trust;

import dev.nameplate.error.RejectedStatementException;

/** A disclosed value is not the one whose digest stands in the statement. */
public final class DisclosureInvalidException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  DisclosureInvalidException(String message) {
    super(message);
  }
}
