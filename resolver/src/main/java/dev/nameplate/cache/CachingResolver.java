package dev.nameplate.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Question.AsOf;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Resolver;
import java.time.Duration;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Answers from memory while an answer is fresh, and asks {@code next} otherwise, once for each
 * identifier however many ask. Only the newest version is kept: other versions are asked for anew.
 *
 * <p>Absences are kept apart from records, so that asking for names that do not exist pushes no
 * record out. Thread-safe.
 */
public final class CachingResolver implements Resolver {
  private final Resolver next;
  private final Cache<Identifier, Resolution> records;
  private final Cache<Identifier, Resolution> absences;

  /**
   * Keeps the answers of another resolver.
   *
   * @param next whom to ask
   * @param bounds how much to keep, and how long
   * @param ticker tells how much time has passed
   */
  public CachingResolver(Resolver next, CacheBounds bounds, Ticker ticker) {
    this.next = next;
    this.records = cache(bounds.recordBytes(), bounds.longestRecord(), ticker);
    this.absences = cache(bounds.absenceBytes(), bounds.longestAbsence(), ticker);
  }

  @Override
  public Resolution resolve(Question question) {
    if (question.asOf() != AsOf.Newest.NEWEST) {
      return next.resolve(question);
    }
    return resolve(question.identifier());
  }

  @Override
  public Resolution resolve(Identifier identifier) {
    Resolution kept = records.getIfPresent(identifier);
    if (kept == null) {
      kept = absences.getIfPresent(identifier);
    }
    return kept != null ? kept : ask(identifier);
  }

  /**
   * Forgets answers that a commit has made old. When this returns, no answer read before the call
   * is or will be kept: a reader in the middle of asking is waited for.
   */
  public void forget(Collection<Identifier> identifiers) {
    records.invalidateAll(identifiers);
    absences.invalidateAll(identifiers);
  }

  private Resolution ask(Identifier identifier) {
    Resolution[] absent = new Resolution[1];
    @Nullable Resolution found =
        records.get(
            identifier,
            key -> {
              Resolution answer = next.resolve(Question.about(key));
              if (answer instanceof Resolution.Found) {
                return answer;
              }
              absences.put(key, answer);
              absent[0] = answer;
              return null;
            });
    return found != null ? found : absent[0];
  }

  private static Cache<Identifier, Resolution> cache(long bytes, Duration longest, Ticker ticker) {
    return Caffeine.newBuilder()
        .maximumWeight(bytes)
        .weigher(AnswerWeight::of)
        .ticker(ticker)
        .executor(Runnable::run) // evicting is quick, and bounds then hold at once
        .expireAfter(
            Expiry.creating(
                (Identifier identifier, Resolution answer) ->
                    answer.timeToLive().compareTo(longest) < 0 ? answer.timeToLive() : longest))
        .build();
  }
}
