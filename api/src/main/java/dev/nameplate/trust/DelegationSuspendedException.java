package dev.nameplate.trust;

import dev.nameplate.error.RejectedStatementException;

/** A prefix is out of use for the time being. */
public final class DelegationSuspendedException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  private final transient Verified<Delegation> delegation;

  DelegationSuspendedException(Verified<Delegation> delegation) {
    super("the prefix " + delegation.value().prefix() + " is suspended");
    this.delegation = delegation;
  }

  /** What the authority above says of the prefix. */
  public Verified<Delegation> delegation() {
    return delegation;
  }
}
