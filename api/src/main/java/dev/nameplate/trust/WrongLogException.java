package dev.nameplate.trust;

import dev.nameplate.error.RejectedStatementException;

/** A statement or its batch names another log than the one it must belong to. */
public final class WrongLogException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  private final transient LogName named;

  WrongLogException(String what, LogName named, LogName expected) {
    super(what + " names the log " + named + ", not " + expected);
    this.named = named;
  }

  /** The log that is named. */
  public LogName named() {
    return named;
  }
}
