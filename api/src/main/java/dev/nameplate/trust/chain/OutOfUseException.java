package dev.nameplate.trust.chain;

import dev.nameplate.trust.BrokenRuleException;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.statement.Delegation;
import java.util.Locale;

/** A prefix is suspended, or revoked for ever, by the authority above it. */
public final class OutOfUseException extends BrokenRuleException {
  private static final long serialVersionUID = 1L;

  private final transient Verified<Delegation> delegation;

  OutOfUseException(Rule rule, Verified<Delegation> delegation) {
    super(
        rule,
        "the prefix "
            + delegation.value().prefix()
            + " is "
            + delegation.value().state().name().toLowerCase(Locale.ROOT));
    this.delegation = delegation;
  }

  /** The delegation that suspends or revokes the prefix. */
  public Verified<Delegation> delegation() {
    return delegation;
  }
}
