package dev.nameplate.cache;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.resolve.BudgetExhaustedException;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Source;
import dev.nameplate.resolve.TimedOutException;
import java.util.Optional;

/**
 * What an upstream cache of default bounds does about one identifier, one thing after the other.
 */
final class CacheModel {
  private static final long SECOND = 1_000_000_000L;
  private static final UpstreamCacheBounds BOUNDS = UpstreamCacheBounds.DEFAULT;

  private Optional<Resolution> kept = Optional.empty();
  private long since;
  private int hits;
  private Optional<Throwable> failure = Optional.empty();
  private long failedAt;
  private long lasting;

  /**
   * What comes of a question.
   *
   * @param asked how often the other nodes are asked
   */
  record Reply(Outcome outcome, int asked) {}

  /** Asks, when the other nodes would tell this. */
  Reply ask(Outcome upstream, long now) {
    dropWhatIsTooOld(now);
    if (kept.isPresent() && now - since < timeToLive()) {
      return hit(kept.get(), upstream, now);
    }
    if (isAskable(now)) {
      boolean taken = tell(upstream, now);
      return new Reply(taken || kept.isEmpty() ? upstream : stale(), 1);
    }
    return new Reply(kept.isPresent() ? stale() : new Outcome.Failed(failure.orElseThrow()), 0);
  }

  private Reply hit(Resolution answer, Outcome upstream, long now) {
    long age = now - since;
    hits++;
    boolean due = 10 * age >= 9 * timeToLive() && timeToLive() >= 10 * SECOND && hits >= 2;
    boolean renewed = due && isAskable(now);
    if (renewed) {
      tell(upstream, now);
    }
    Resolution given = answer.with(answer.timeToLive().minusSeconds(age / SECOND), Source.CACHE);
    return new Reply(new Outcome.Answered(given), renewed ? 1 : 0);
  }

  private Outcome stale() {
    return new Outcome.Answered(kept.orElseThrow().with(BOUNDS.staleTimeToLive(), Source.STALE));
  }

  private long timeToLive() {
    return kept.orElseThrow().timeToLive().toNanos();
  }

  private boolean haveRecord() {
    return kept.isPresent() && kept.get() instanceof Resolution.Found;
  }

  private void dropWhatIsTooOld(long now) {
    long beyond = haveRecord() ? BOUNDS.staleFor().toNanos() : 0;
    if (kept.isPresent() && now - since >= timeToLive() + beyond) {
      kept = Optional.empty();
    }
    long remembered = BOUNDS.staleTimeToLive().plus(BOUNDS.longestFailure()).toNanos();
    if (now - failedAt >= lasting + remembered) {
      failure = Optional.empty();
    }
  }

  private boolean isAskable(long now) {
    long pause = haveRecord() ? BOUNDS.staleTimeToLive().toNanos() : lasting;
    return failure.isEmpty() || now - failedAt >= pause;
  }

  /** Tells whether what the other nodes told is believed. */
  private boolean tell(Outcome upstream, long now) {
    if (upstream instanceof Outcome.Failed failed) {
      fail(failed.cause(), now);
      return false;
    }
    Resolution answer = ((Outcome.Answered) upstream).answer();
    if (haveRecord() && (!isProven(answer) || versionOf(answer) < versionOf(kept.get()))) {
      fail(new NodeException(ErrorReason.UPSTREAM_REJECTED, "not believed"), now);
      return false;
    }
    failure = Optional.empty();
    if (isProven(answer) && !confirms(answer)) {
      kept = answer.timeToLive().isZero() ? Optional.empty() : Optional.of(answer);
      since = now;
      hits = 0;
    }
    return true;
  }

  /** The same version again, with no time to live: what is kept stays as old as it was. */
  private boolean confirms(Resolution answer) {
    return answer instanceof Resolution.Found
        && answer.timeToLive().isZero()
        && haveRecord()
        && versionOf(answer) == versionOf(kept.get());
  }

  private void fail(Throwable cause, long now) {
    if (cause instanceof BudgetExhaustedException) {
      return;
    }
    if (RememberedFailures.isDefinite(cause)) {
      kept = Optional.empty();
      failure = Optional.empty();
      return;
    }
    boolean ofUpstream =
        cause instanceof RejectedStatementException
            || (cause instanceof NodeException && !(cause instanceof TimedOutException));
    long next = failure.isEmpty() || lasting == 0 ? SECOND : Math.min(2 * lasting, 60 * SECOND);
    lasting = ofUpstream ? next : 0;
    failure = Optional.of(cause);
    failedAt = now;
  }

  private static boolean isProven(Resolution answer) {
    return !(answer instanceof Resolution.Absent absent)
        || absent.denial().isPresent()
        || absent.tombstone().isPresent();
  }

  /** Nothing that was assigned is ever unassigned again. */
  private static long versionOf(Resolution answer) {
    if (answer instanceof Resolution.Found found) {
      return found.record().version();
    }
    return ((Resolution.Absent) answer)
        .tombstone()
        .map(tombstone -> tombstone.value().version())
        .orElse(0L);
  }
}
