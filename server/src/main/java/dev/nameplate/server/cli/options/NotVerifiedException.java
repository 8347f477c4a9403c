package dev.nameplate.server.cli.options;

import dev.nameplate.error.NameplateException;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.trust.Rule;
import java.util.stream.Stream;

/** A file or an answer fails verification. The message names the place and the broken rule. */
public final class NotVerifiedException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  /** Something in a file. */
  public NotVerifiedException(String where, RejectedStatementException cause) {
    this("\"" + where + "\"", cause, "");
  }

  private NotVerifiedException(String what, NameplateException cause, String hint) {
    super(
        "NOT VERIFIED: %s: %s (rule: %s)%s"
            .formatted(what, cause.getMessage(), cause.ruleName(), hint));
    addSuppressed(cause); // the family takes no cause
  }

  /**
   * An answer.
   *
   * @param hint what to do about it, after a semicolon; may be empty
   */
  public static NotVerifiedException answer(
      Identifier asked, RejectedStatementException cause, String hint) {
    return new NotVerifiedException("the answer for " + asked, cause, hint);
  }

  /** Something in a file that counted once. */
  public static NotVerifiedException expired(String where, RejectedStatementException cause) {
    return new NotVerifiedException(
        "\"" + where + "\"", cause, "; to check whether it was valid earlier, give --at TIME");
  }

  /** A record in a list, or what should prove all of them. */
  public static NotVerifiedException under(Prefix prefix, RejectedStatementException cause) {
    return new NotVerifiedException("the list under " + prefix, cause, "");
  }

  /** A log that a node shows. A key that is not known is most often a newer one of the node. */
  public static NotVerifiedException log(String node, RejectedStatementException cause) {
    boolean unknownKey =
        Rule.UNTRUSTED_KEY.isBrokenBy(cause)
            || Stream.of(cause.getSuppressed()).anyMatch(Rule.UNTRUSTED_KEY::isBrokenBy);
    return new NotVerifiedException(
        "the log of " + node,
        cause,
        unknownKey
            ? "; if the node has a new key, pass its new anchor.txt with --anchor FILE: "
                + "nameplate keys anchor --data DIR on the node's machine prints it, with the former "
                + "keys"
            : "");
  }

  /** A step of a trace. */
  public static NotVerifiedException trace(String item, NameplateException cause) {
    return new NotVerifiedException("the trace of " + item, cause, "");
  }

  /**
   * An event.
   *
   * @param hint what to do about it, after a semicolon; may be empty
   */
  public static NotVerifiedException event(Prefix recorder, NameplateException cause, String hint) {
    return new NotVerifiedException("an event recorded under " + recorder, cause, hint);
  }
}
