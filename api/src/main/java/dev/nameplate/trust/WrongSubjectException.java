package dev.nameplate.trust;

import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Identifier;

/**
 * A statement is about another identifier than the one that was asked for, or about one of another
 * namespace.
 */
public final class WrongSubjectException extends RejectedStatementException {
  private static final long serialVersionUID = 1L;

  WrongSubjectException(Identifier subject, Identifier expected) {
    super("the statement is about " + subject + ", not about " + expected);
  }

  WrongSubjectException(IdentifierRange range, Identifier expected) {
    super("the statement is about the range " + range + ", which does not hold " + expected);
  }

  WrongSubjectException(String namespace) {
    super(
        "the statement is about an identifier of the namespace \""
            + namespace
            + "\", not about a native one");
  }
}
