package dev.nameplate.cache;

import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Source;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * An answer of another node, with its time and the number of its uses. Thread-safe: the only thing
 * that changes is the count, which may miss one of two hits at the same moment.
 */
final class KeptAnswer {
  /** The shortest time to live of answers that are renewed early. */
  private static final long SHORTEST_RENEWED = TimeUnit.SECONDS.toNanos(10);

  /** In which last part of its time to live an answer is renewed early. */
  private static final int LAST_PART = 10;

  private static final int HOT = 2;

  private final Resolution answer;
  private final long since;
  private final long timeToLive;
  private int hits;

  /**
   * Keeps an answer.
   *
   * @param answer with the time to live within bounds
   * @param since reading of the ticker, in nanoseconds
   */
  KeptAnswer(Resolution answer, long since) {
    this.answer = answer.with(answer.timeToLive(), Source.CACHE);
    this.since = since;
    this.timeToLive = answer.timeToLive().toNanos();
  }

  Resolution answer() {
    return answer;
  }

  boolean isFresh(long now) {
    return now - since < timeToLive;
  }

  /** Counts a use of the answer. */
  void hit() {
    if (hits < HOT) { // a hot answer is only read from then on
      hits++;
    }
  }

  /** True for a frequently used answer that is about to expire. */
  boolean isDue(long now) {
    return now - since >= timeToLive - timeToLive / LAST_PART
        && timeToLive >= SHORTEST_RENEWED
        && hits >= HOT;
  }

  /** The answer with the time to live that is left of it, to the second, while it is fresh. */
  Resolution at(long now) {
    long age = TimeUnit.NANOSECONDS.toSeconds(now - since);
    return age <= 0 ? answer : answer.withTimeToLive(answer.timeToLive().minusSeconds(age));
  }

  /** The answer past its time. */
  Resolution stale(Duration timeToLiveThen) {
    return answer.with(timeToLiveThen, Source.STALE);
  }
}
