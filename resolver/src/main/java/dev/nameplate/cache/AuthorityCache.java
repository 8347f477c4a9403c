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
 * Remembers the authorities of prefixes for as long as the authority above them said. Nothing that
 * an authority says of itself makes it be remembered longer. Thread-safe.
 */
public final class AuthorityCache {
  /** How long an authority that was doubted and found again is not doubted once more. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** How long it is remembered that nothing is to be remembered of a prefix. */
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
   * The same by another clock.
   *
   * @param nanoTime tells how much time has passed, in nanoseconds
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

  /** Whether it is this authority that is remembered for its prefix. */
  public boolean remembers(Authority authority) {
    Kept kept = authorities.getIfPresent(authority.prefix());
    return kept != null && kept.authority() == authority;
  }

  /**
   * Forgets a remembered authority, and those of prefixes below it, since it seems to be outdated:
   * what it says cannot be believed, or its node does not answer. It does so only once in a while,
   * so that a node that is out of order does not lead to as many questions to the nodes above it.
   *
   * @return whether another look for the authority is worthwhile
   */
  public boolean doubt(Authority authority) {
    if (!remembers(authority)) {
      return true; // somebody else doubted it, and it is another one by now
    }
    if (doubted.asMap().putIfAbsent(authority.prefix(), true) != null) {
      return false;
    }
    forget(authority.prefix());
    return true;
  }

  /**
   * Notes that whoever was asked about a prefix answers for it, and named no authority of its own.
   */
  public void noteFruitless(Prefix prefix) {
    fruitless.put(prefix, true);
  }

  /** Whether a search for the authority of a prefix lately found none that can be remembered. */
  public boolean isFruitless(Prefix prefix) {
    return fruitless.getIfPresent(prefix) != null;
  }

  /** Forgets the authority of a prefix and those of prefixes below it. */
  public void forget(Prefix prefix) {
    authorities.asMap().keySet().removeIf(prefix::contains);
  }
}
