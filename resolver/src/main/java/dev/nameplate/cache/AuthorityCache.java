package dev.nameplate.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.trust.chain.Authority;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Cache of the authorities of prefixes, each kept for the time signed by the authority above it. An
 * authority's own statements never extend that time. Thread-safe.
 */
public final class AuthorityCache {
  /** Minimum time between two removals of a doubted authority. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Time for which a search without a cacheable authority is remembered. */
  private static final Duration FRUITLESS = Duration.ofMinutes(1);

  private final Ticker ticker;
  private final Cache<Prefix, Kept> authorities;
  private final Cache<Prefix, Boolean> doubted;
  private final Cache<Prefix, Boolean> fruitless;

  /**
   * A cache of this many authorities.
   *
   * @param most how many, about 2 KiB each
   */
  public AuthorityCache(long most) {
    this(most, System::nanoTime);
  }

  /**
   * A cache with another clock.
   *
   * @param nanoTime the clock, in nanoseconds
   */
  public AuthorityCache(long most, LongSupplier nanoTime) {
    this.ticker = nanoTime::getAsLong;
    this.authorities =
        Caffeine.newBuilder()
            .maximumSize(most)
            .ticker(ticker)
            .executor(Runnable::run)
            .expireAfter(Expiry.writing((Prefix prefix, Kept kept) -> kept.timeToLive()))
            .build();
    this.doubted = notes(most, PAUSE);
    this.fruitless = notes(most, FRUITLESS);
  }

  private Cache<Prefix, Boolean> notes(long most, Duration time) {
    return Caffeine.newBuilder()
        .maximumSize(most)
        .ticker(ticker)
        .executor(Runnable::run)
        .expireAfterWrite(time)
        .build();
  }

  /**
   * An authority with its time to live and the time it was kept.
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
   * A cached authority.
   *
   * @param authority the authority
   * @param timeToLive how long it may still be used
   */
  public record Known(Authority authority, Duration timeToLive) {}

  /** The cached authority of a prefix, or of the nearest prefix above it. */
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

  /** Keeps an authority, unless its time to live is less than a second. */
  public void keep(Authority authority, Duration timeToLive) {
    if (!timeToLive.minusSeconds(1).isNegative()) {
      authorities.put(authority.prefix(), new Kept(authority, timeToLive, ticker.read()));
    }
  }

  /** True if exactly this authority is kept for its prefix. */
  public boolean remembers(Authority authority) {
    Kept kept = authorities.getIfPresent(authority.prefix());
    return kept != null && kept.authority() == authority;
  }

  /**
   * Drops an authority and those of prefixes below it, since it seems to be outdated: its
   * statements are invalid, or its node does not answer. An authority is dropped at most once per
   * pause, so that a faulty node does not cause as many questions to the nodes above it.
   *
   * @return true if another look-up of the authority is worthwhile
   */
  public boolean doubt(Authority authority) {
    if (!remembers(authority)) {
      return true; // another caller doubted it, and it was replaced
    }
    if (doubted.asMap().putIfAbsent(authority.prefix(), true) != null) {
      return false;
    }
    forget(authority.prefix());
    return true;
  }

  /** Notes that a question about a prefix was answered without a cacheable authority. */
  public void noteFruitless(Prefix prefix) {
    fruitless.put(prefix, true);
  }

  /** True if a recent search for the authority of a prefix found none that can be kept. */
  public boolean isFruitless(Prefix prefix) {
    return fruitless.getIfPresent(prefix) != null;
  }

  /** Drops the authority of a prefix and those of prefixes below it. */
  public void forget(Prefix prefix) {
    authorities.asMap().keySet().removeIf(prefix::contains);
  }
}
