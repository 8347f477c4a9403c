package dev.nameplate.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NameplateException;
import dev.nameplate.error.NodeException;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The latest failed questions, so that they are not repeated at once: for the duration of a
 * failure, which doubles with each in a row, or, where a stale record can be given instead, for the
 * time to live of a stale answer. Thread-safe.
 *
 * <p><b>Source:</b> RFC 9520, section 3.2 (duration of a cached failure); RFC 8767, section 5 (the
 * failure recheck timer).
 */
final class RememberedFailures {
  /** The most failures that are kept; each takes up to a few KiB, with its stack trace. */
  static final int MOST = 4096;

  private final UpstreamCacheBounds bounds;
  private final Ticker ticker;
  private final Cache<Identifier, Failure> failures;

  RememberedFailures(UpstreamCacheBounds bounds, Ticker ticker) {
    this.bounds = bounds;
    this.ticker = ticker;
    this.failures =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .ticker(ticker)
            .executor(Runnable::run)
            .expireAfter(
                Expiry.writing((Identifier identifier, Failure failure) -> remembered(failure)))
            .build();
  }

  /**
   * A failed question.
   *
   * @param lasting time for which callers without a stale record do not ask again
   * @param since reading of the ticker, in nanoseconds
   */
  private record Failure(RuntimeException exception, Duration lasting, long since) {}

  /** True for a failure that certainly makes every answer below the prefix invalid. */
  static boolean isDefinite(Throwable failure) {
    return failure instanceof PreconditionException
        && (has(failure, ErrorReason.PREFIX_SUSPENDED) || has(failure, ErrorReason.PREFIX_REVOKED));
  }

  /** True for a failure that may be due to the caller's budget, not to the nodes asked. */
  static boolean isOfBudget(Throwable failure) {
    return has(failure, ErrorReason.BUDGET_EXHAUSTED)
        || has(failure, ErrorReason.TIMED_OUT)
        || has(failure, ErrorReason.CANCELLED);
  }

  private static boolean isOfUpstream(RuntimeException failure) {
    return failure instanceof RejectedStatementException
        || (failure instanceof NodeException && !isOfBudget(failure));
  }

  private static boolean has(Throwable failure, ErrorReason reason) {
    return failure instanceof NameplateException known && known.reason() == reason;
  }

  /** Remembers a failure. One that says nothing of the nodes asked only puts renewals off. */
  void note(Identifier identifier, RuntimeException exception) {
    if (has(exception, ErrorReason.BUDGET_EXHAUSTED)) {
      return;
    }
    Duration lasting =
        isOfUpstream(exception) ? next(failures.getIfPresent(identifier)) : Duration.ZERO;
    failures.put(identifier, new Failure(exception, lasting, ticker.read()));
  }

  private Duration next(@Nullable Failure last) {
    if (last == null || last.lasting().isZero()) {
      return bounds.shortestFailure();
    }
    Duration twice = last.lasting().multipliedBy(2);
    return twice.compareTo(bounds.longestFailure()) < 0 ? twice : bounds.longestFailure();
  }

  /** The failure because of which an identifier is not asked about now. */
  @Nullable RuntimeException recall(Identifier identifier, boolean haveRecord) {
    Failure failure = failures.getIfPresent(identifier);
    if (failure == null) {
      return null;
    }
    Duration pause = haveRecord ? bounds.staleTimeToLive() : failure.lasting();
    return ticker.read() - failure.since() < pause.toNanos() ? failure.exception() : null;
  }

  void forget(Identifier identifier) {
    failures.invalidate(identifier);
  }

  void forgetUnder(Prefix prefix) {
    failures.asMap().keySet().removeIf(identifier -> prefix.contains(identifier.prefix()));
  }

  /** Long enough for the next failure to be known as one in a row. */
  private Duration remembered(Failure failure) {
    return failure.lasting().plus(bounds.staleTimeToLive()).plus(bounds.longestFailure());
  }
}
