package dev.nameplate.trust;

import dev.nameplate.error.RejectedStatementException;

/** Something signed breaks a {@link Rule}, and must not be believed. */
public class BrokenRuleException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  private final Rule rule;

  protected BrokenRuleException(Rule rule, String message) {
    super(message);
    this.rule = rule;
  }

  /** The broken rule. */
  public final Rule rule() {
    return rule;
  }

  @Override
  public final String ruleName() {
    return rule.toString();
  }
}
