package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.trust.statement.Delegation;
import java.util.Collection;
import java.util.stream.Collectors;

/** The node does not answer for a prefix. */
public final class NotAuthoritativeException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception for the requested prefix and the served prefixes. */
  public NotAuthoritativeException(Prefix asked, Collection<Prefix> served) {
    super(ErrorReason.NOT_AUTHORITATIVE, message(asked, served));
  }

  /** Creates the exception for a prefix that is allotted to another node. */
  public NotAuthoritativeException(Prefix asked, Collection<Prefix> served, Delegation allotted) {
    super(
        ErrorReason.NOT_AUTHORITATIVE,
        message(asked, served)
            + "; "
            + allotted.prefix()
            + " is allotted to "
            + allotted.holder()
            + (allotted.endpoints().isEmpty() ? "" : ", use " + allotted.endpoints().get(0)));
  }

  private NotAuthoritativeException(String message) {
    super(ErrorReason.NOT_AUTHORITATIVE, message);
  }

  /**
   * Creates the exception for an event that claims to have made an identifier of another authority.
   *
   * @param field path of the claim in the event
   * @param made the identifier
   * @param served the prefixes that the node serves
   */
  public static NotAuthoritativeException ofMade(
      String field, Identifier made, Collection<Prefix> served) {
    return new NotAuthoritativeException(
        field
            + ": \""
            + made
            + "\" (expected: an identifier under a prefix of this node: "
            + text(served)
            + "; only its own authority can record its creation)");
  }

  private static String message(Prefix asked, Collection<Prefix> served) {
    return "prefix: \""
        + asked
        + "\" (expected: a prefix of this node: "
        + text(served)
        + ")"
        + hint(asked, served);
  }

  /** A suggestion for a prefix that starts like the scheme of a URI. */
  private static String hint(Prefix asked, Collection<Prefix> served) {
    String text = asked.toString();
    try {
      Prefix meant = Prefix.parse(text.substring(text.indexOf(':') + 1));
      return text.indexOf(':') > 0 && served.stream().anyMatch(own -> own.contains(meant))
          ? "; did you mean " + meant + "?"
          : "";
    } catch (InvalidInputException nothingBehind) {
      return "";
    }
  }

  private static String text(Collection<Prefix> served) {
    return served.stream().map(Prefix::toString).sorted().collect(Collectors.joining(", "));
  }
}
