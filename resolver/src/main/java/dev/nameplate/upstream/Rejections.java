package dev.nameplate.upstream;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.PrefixRevokedException;
import dev.nameplate.log.PrefixSuspendedException;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.chain.OutOfUseException;
import java.util.function.Supplier;

/** Adds the origin of an answer and the broken rule to a failed verification. */
final class Rejections {
  private Rejections() {}

  static <T> T named(Prefix asked, Supplier<T> work) {
    try {
      return work.get();
    } catch (OutOfUseException e) {
      Prefix prefix = e.delegation().value().prefix();
      throw e.rule() == Rule.DELEGATION_REVOKED
          ? new PrefixRevokedException(prefix)
          : new PrefixSuspendedException(prefix);
    } catch (RejectedStatementException e) {
      if (Rule.NO_TRUST_ANCHOR.isBrokenBy(e)) {
        throw new UpstreamException(
            ErrorReason.NOT_AUTHORITATIVE,
            "prefix: \"" + asked + "\" (expected: a prefix of a trust anchor, or below it)",
            e);
      }
      throw unbelieved("the answer under " + asked, e);
    }
  }

  /** The error of something in an answer that breaks a rule. */
  static UpstreamException unbelieved(String what, RejectedStatementException e) {
    return new UpstreamException(
        ErrorReason.UPSTREAM_REJECTED,
        "answer: %s failed verification: %s (rule: %s)"
            .formatted(what, e.getMessage(), e.ruleName()),
        e);
  }
}
