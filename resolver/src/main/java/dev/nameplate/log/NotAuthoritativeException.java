package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.identifier.Prefix;
import java.util.Collection;
import java.util.stream.Collectors;

/** The node does not answer for a prefix. */
public final class NotAuthoritativeException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  /** Says which prefix was asked for, and which ones the node answers for. */
  public NotAuthoritativeException(Prefix asked, Collection<Prefix> served) {
    super(
        ErrorReason.NOT_AUTHORITATIVE,
        "prefix: \""
            + asked
            + "\" (expected: one this node answers for: "
            + served.stream().map(Prefix::toString).sorted().collect(Collectors.joining(", "))
            + ")");
  }
}
