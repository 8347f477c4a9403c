package dev.nameplate.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Resolved;
import dev.nameplate.resolve.Resolver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * Answers from memory while an answer is fresh, and asks {@code next} otherwise, once for each
 * identifier for all its callers. What is kept is given with the time to live that is left of it.
 * Only the newest version is kept: other versions are asked for anew, and so is what is referred
 * to.
 *
 * <p>Absences are kept apart from records, so that asking for names that do not exist pushes no
 * record out. Thread-safe.
 */
public final class CachingResolver implements Resolver {
  /** Of so many answers of a question about many, one is noted as used. */
  private static final int NOTED = 8;

  private final Resolver next;
  private final CacheBounds bounds;
  private final Ticker ticker;
  private final boolean keepsNothing;
  private final Cache<Identifier, Kept> records;
  private final Cache<Identifier, Kept> absences;
  private final ReadWriteLock keeping = new ReentrantReadWriteLock();
  private final AtomicLong sweeps = new AtomicLong(); // raised with the write lock only

  /**
   * Keeps the answers of another resolver.
   *
   * @param next the resolver to ask
   * @param bounds bounds of memory and age
   * @param ticker the clock
   */
  public CachingResolver(Resolver next, CacheBounds bounds, Ticker ticker) {
    this.next = next;
    this.bounds = bounds;
    this.ticker = ticker;
    this.keepsNothing = bounds.recordBytes() == 0 && bounds.absenceBytes() == 0;
    this.records = cache(bounds.recordBytes());
    this.absences = cache(bounds.absenceBytes());
  }

  @Override
  public Resolution resolve(Question question, Budget budget) {
    if (question.asOf() != AsOf.Newest.NEWEST || keepsNothing) {
      return next.resolve(question, budget);
    }
    return resolve(question.identifier());
  }

  @Override
  public Resolution resolve(Identifier identifier) {
    if (keepsNothing) {
      return next.resolve(Question.about(identifier));
    }
    @Nullable Kept kept = records.getIfPresent(identifier);
    if (kept == null) {
      kept = absences.getIfPresent(identifier);
    }
    long now = ticker.read();
    if (kept != null && kept.isOutlived(now)) {
      drop(records, identifier, kept);
      drop(absences, identifier, kept);
      kept = null;
    }
    return (kept != null ? kept : ask(identifier)).at(now);
  }

  /**
   * Answers one after the other: a commit waits for the reader of its identifier, which reading
   * many at once would give up. Of what is kept, one in {@value #NOTED} is noted as used: noting
   * takes longer than reading.
   */
  @Override
  public List<Resolved> resolveAll(List<Identifier> identifiers, AsOf asOf, Budget budget) {
    if (asOf != AsOf.Newest.NEWEST) {
      return Resolver.super.resolveAll(identifiers, asOf, budget);
    }
    List<Resolved> results = new ArrayList<>(identifiers.size());
    while (results.size() < identifiers.size() && !budget.isFull()) {
      Identifier identifier = identifiers.get(results.size());
      @Nullable Kept kept = null;
      if (results.size() % NOTED == 0) {
        budget.requireWanted();
      } else {
        kept = records.policy().getIfPresentQuietly(identifier);
      }
      long now = ticker.read();
      Resolved result =
          kept != null && !kept.isOutlived(now)
              ? new Resolved.Answered(kept.at(now))
              : Resolved.of(() -> resolve(identifier));
      if (result instanceof Resolved.Answered answered) {
        budget.hold(answered.answer());
      }
      results.add(result);
    }
    if (results.size() < identifiers.size()) {
      Resolved full = new Resolved.Failed(budget.noRoom());
      results.addAll(Collections.nCopies(identifiers.size() - results.size(), full));
    }
    return results;
  }

  /** Drops exactly this answer, and no newer answer. */
  private static void drop(Cache<Identifier, Kept> cache, Identifier identifier, Kept outlived) {
    cache.asMap().computeIfPresent(identifier, (key, kept) -> kept.equals(outlived) ? null : kept);
  }

  /**
   * Forgets answers that a commit has made old. When this returns, no answer read before the call
   * is or will be kept: a reader in the middle of asking is waited for.
   */
  public void forget(Collection<Identifier> identifiers) {
    records.invalidateAll(identifiers);
    absences.invalidateAll(identifiers);
  }

  /**
   * Forgets the absences of identifiers under exactly this prefix, of which a commit has assigned
   * many at once. When this returns, no absence read before the call is or will be kept. Looks at
   * every absence that is kept.
   */
  public void forgetAbsences(Prefix prefix) {
    keeping.writeLock().lock();
    try {
      sweeps.incrementAndGet();
    } finally {
      keeping.writeLock().unlock();
    }
    absences.asMap().keySet().removeIf(identifier -> identifier.prefix().equals(prefix));
  }

  /** Keeps an absence, unless it may have been read before absences were forgotten. */
  private void keepAbsence(Identifier identifier, Kept absent, long sweepsBefore) {
    keeping.readLock().lock();
    try {
      if (sweeps.get() == sweepsBefore) {
        absences.put(identifier, absent);
      }
    } finally {
      keeping.readLock().unlock();
    }
  }

  private Kept ask(Identifier identifier) {
    long sweepsBefore = sweeps.get();
    Kept[] absent = new Kept[1];
    @Nullable Kept found =
        records.get(
            identifier,
            key -> {
              Resolution answer = next.resolve(Question.about(key));
              boolean isFound = answer instanceof Resolution.Found;
              Duration longest = isFound ? bounds.longestRecord() : bounds.longestAbsence();
              Kept kept = Kept.of(answer, longest, ticker.read());
              if (isFound) {
                return kept;
              }
              if (answer instanceof Resolution.Absent) { // commits tell nothing of referrals
                keepAbsence(key, kept, sweepsBefore);
              }
              absent[0] = kept;
              return null;
            });
    return found != null ? found : absent[0];
  }

  /**
   * An answer with the time it was kept.
   *
   * @param since reading of the ticker, in nanoseconds
   * @param timeToLive time for which it is kept, in nanoseconds
   */
  private record Kept(Resolution answer, long since, long timeToLive) {
    static Kept of(Resolution answer, Duration longest, long now) {
      Duration timeToLive = answer.timeToLive();
      return new Kept(
          answer,
          now,
          TimeUnit.NANOSECONDS.convert(timeToLive.compareTo(longest) < 0 ? timeToLive : longest));
    }

    /** True if the time to live has passed. */
    boolean isOutlived(long now) {
      return now - since >= timeToLive;
    }

    /** The answer with the time to live that is left of it, to the second. */
    Resolution at(long now) {
      long age = TimeUnit.NANOSECONDS.toSeconds(now - since);
      if (age <= 0) {
        return answer;
      }
      Duration left = answer.timeToLive().minusSeconds(age);
      return answer.withTimeToLive(left.isNegative() ? Duration.ZERO : left);
    }
  }

  /** An answer that has outlived its time stays until it is asked for, or its room is needed. */
  private static Cache<Identifier, Kept> cache(long bytes) {
    return Caffeine.newBuilder()
        .maximumWeight(bytes)
        .weigher((Identifier identifier, Kept kept) -> AnswerWeight.of(identifier, kept.answer()))
        .executor(Runnable::run) // evicting is quick, and bounds then hold at once
        // No expiry of Caffeine's: it would read the clock once more in each reading, and one of
        // each entry's own would rearrange the entry. Times to live are looked at here instead.
        .build();
  }
}
