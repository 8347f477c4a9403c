package dev.nameplate.upstream;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.PrefixRevokedException;
import dev.nameplate.log.PrefixSuspendedException;
import dev.nameplate.trust.DelegationRevokedException;
import dev.nameplate.trust.DelegationSuspendedException;
import dev.nameplate.trust.NoTrustAnchorException;
import java.util.function.Supplier;

/** Says of an answer that must not be believed whose it is and which rule it breaks. */
final class Rejections {
  private Rejections() {}

  static <T> T named(Prefix asked, Supplier<T> work) {
    try {
      return work.get();
    } catch (DelegationSuspendedException e) {
      throw new PrefixSuspendedException(e.delegation().value().prefix());
    } catch (DelegationRevokedException e) {
      throw new PrefixRevokedException(e.delegation().value().prefix());
    } catch (NoTrustAnchorException e) {
      throw new UpstreamException(
          ErrorReason.NOT_AUTHORITATIVE,
          "prefix: \"" + asked + "\" (expected: one that a trust anchor is for, or one below)",
          e);
    } catch (RejectedStatementException e) {
      throw new UpstreamException(
          ErrorReason.UPSTREAM_REJECTED,
          "answer: what was said under "
              + asked
              + " must not be believed: "
              + e.getMessage()
              + " (rule: "
              + ruleOf(e)
              + ")",
          e);
    }
  }

  private static String ruleOf(RejectedStatementException e) {
    return e.getClass().getSimpleName().replaceFirst("Exception$", "");
  }
}
