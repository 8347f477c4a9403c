package dev.nameplate.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.trust.Authority;
import java.time.Duration;
import java.util.Optional;

/**
 * Remembers the authorities of prefixes for as long as the authority above them said. Nothing that
 * an authority says of itself makes it be remembered longer. Thread-safe.
 */
public final class AuthorityCache {
  private final Ticker ticker;
  private final Cache<Prefix, Kept> authorities;

  /**
   * A cache of this many authorities.
   *
   * @param most how many, about 2 KiB each
   */
  public AuthorityCache(long most) {
    this(most, Ticker.systemTicker());
  }

  AuthorityCache(long most, Ticker ticker) {
    this.ticker = ticker;
    this.authorities =
        Caffeine.newBuilder()
            .maximumSize(most)
            .ticker(ticker)
            .executor(Runnable::run)
            .expireAfter(Expiry.creating((Prefix prefix, Kept kept) -> kept.timeToLive()))
            .build();
  }

  /**
   * An authority, and for how long it may be used from when it was kept.
   *
   * @param since reading of the ticker, in nanoseconds
   */
  private record Kept(Authority authority, Duration timeToLive, long since) {
    Known at(long now) {
      Duration left = timeToLive.minusNanos(now - since);
      return new Known(authority, left.isNegative() ? Duration.ZERO : left);
    }
  }

  /**
   * A remembered authority.
   *
   * @param authority the authority
   * @param timeToLive how long it may still be used
   */
  public record Known(Authority authority, Duration timeToLive) {}

  /** The remembered authority of a prefix, or of the nearest prefix above it. */
  public Optional<Known> nearest(Prefix prefix) {
    long now = ticker.read();
    for (Optional<Prefix> at = Optional.of(prefix); at.isPresent(); at = at.get().parent()) {
      Kept kept = authorities.getIfPresent(at.get());
      if (kept != null) {
        return Optional.of(kept.at(now));
      }
    }
    return Optional.empty();
  }

  /** Remembers an authority; one that may not be used again at all is not remembered. */
  public void keep(Authority authority, Duration timeToLive) {
    if (!timeToLive.minusSeconds(1).isNegative()) {
      authorities.put(authority.prefix(), new Kept(authority, timeToLive, ticker.read()));
    }
  }

  /** Forgets the authority of a prefix and those of prefixes below it. */
  public void forget(Prefix prefix) {
    authorities.asMap().keySet().removeIf(prefix::contains);
  }
}
