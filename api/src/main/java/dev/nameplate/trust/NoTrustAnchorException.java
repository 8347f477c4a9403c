package dev.nameplate.trust;

import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Prefix;

/** No trust anchor is for a prefix or for one above it. */
public final class NoTrustAnchorException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  /** Says for which prefix there is none. */
  public NoTrustAnchorException(Prefix prefix) {
    super("no trust anchor is for " + prefix + " or a prefix above it");
  }
}
