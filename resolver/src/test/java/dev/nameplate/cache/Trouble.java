package dev.nameplate.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NameplateException;
import dev.nameplate.error.NodeException;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.record.Bytes;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.TimedOutException;
import dev.nameplate.trust.statement.SignedStatement;
import java.time.Duration;
import java.util.stream.Stream;

/** All that can go wrong with a question. */
final class Trouble {
  private Trouble() {}

  /** RememberedFailures that come of the nodes asked. */
  static Stream<RuntimeException> ofUpstream() {
    return Stream.of(
        failure(ErrorReason.UNREACHABLE),
        failure(ErrorReason.UPSTREAM_REJECTED),
        failure(ErrorReason.OVERLOADED),
        failure(ErrorReason.STORE_FAILED),
        rejected());
  }

  /** RememberedFailures that do not. */
  static Stream<RuntimeException> other() {
    return Stream.of(
        exhausted(),
        new TimedOutException(),
        failure(ErrorReason.BUDGET_EXHAUSTED), // another recursive node's
        new PreconditionException(ErrorReason.NOT_AUTHORITATIVE, "nobody answers for it"),
        new PreconditionException(ErrorReason.PREFIX_REVOKED, "revoked"),
        new IllegalStateException("broken"));
  }

  static UpstreamCacheBounds inFlight(int waiters, int questions) {
    return new UpstreamCacheBounds(
        UpstreamCacheBounds.DEFAULT.recordBytes(),
        UpstreamCacheBounds.DEFAULT.absenceBytes(),
        UpstreamCacheBounds.DEFAULT.longestRecord(),
        UpstreamCacheBounds.DEFAULT.longestAbsence(),
        UpstreamCacheBounds.DEFAULT.staleFor(),
        UpstreamCacheBounds.DEFAULT.staleAfter(),
        UpstreamCacheBounds.DEFAULT.staleTimeToLive(),
        UpstreamCacheBounds.DEFAULT.shortestFailure(),
        UpstreamCacheBounds.DEFAULT.longestFailure(),
        waiters,
        questions);
  }

  static Budget budget(int upstreamCalls, Duration time) {
    return Budget.of(new Budget.Limits(upstreamCalls, 16, 8, 32, 4, time));
  }

  static NodeException failure(ErrorReason reason) {
    return new NodeException(reason, "peer.example: " + reason);
  }

  /** Thrown where a statement breaks a rule. */
  static RuntimeException rejected() {
    return thrownBy(() -> SignedStatement.parse(Bytes.EMPTY));
  }

  static RuntimeException exhausted() {
    return thrownBy(() -> budget(0, Duration.ofMinutes(1)).spendUpstreamCall());
  }

  private static RuntimeException thrownBy(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      return e;
    }
    throw new AssertionError("nothing was thrown");
  }

  static void assertFails(Runnable action, ErrorReason reason) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            NameplateException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
