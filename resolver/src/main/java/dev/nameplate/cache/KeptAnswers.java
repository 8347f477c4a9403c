package dev.nameplate.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.resolve.Resolution;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Answers of other nodes in memory, one for each identifier at most. Records stay for a while past
 * their time to live; absences do not. Each has its own room, so that asking for names that do not
 * exist pushes no record out. Thread-safe.
 */
final class KeptAnswers {
  private final UpstreamCacheBounds bounds;
  private final Cache<Identifier, KeptAnswer> records;
  private final Cache<Identifier, KeptAnswer> absences;

  KeptAnswers(UpstreamCacheBounds bounds, Ticker ticker) {
    this.bounds = bounds;
    this.records = cache(bounds.recordBytes(), bounds.staleFor(), ticker);
    this.absences = cache(bounds.absenceBytes(), Duration.ZERO, ticker);
  }

  /** The answer kept for an identifier: a record of any age, or a fresh absence. */
  @Nullable KeptAnswer find(Identifier identifier) {
    KeptAnswer record = records.getIfPresent(identifier);
    return record != null ? record : absences.getIfPresent(identifier);
  }

  /** The record that is kept about an identifier. */
  @Nullable KeptAnswer record(Identifier identifier) {
    return records.getIfPresent(identifier);
  }

  /** The answer with no more time to live than answers of its kind may have. */
  Resolution bounded(Resolution answer) {
    Duration longest =
        answer instanceof Resolution.Absent ? bounds.longestAbsence() : bounds.longestRecord();
    return answer.timeToLive().compareTo(longest) > 0 ? answer.withTimeToLive(longest) : answer;
  }

  /** Keeps an answer in place of the kept answer, if answers of its kind are kept. */
  void replace(Identifier identifier, Resolution answer, long now) {
    Cache<Identifier, KeptAnswer> kind = answer instanceof Resolution.Found ? records : absences;
    if (answer.timeToLive().isZero() || answer instanceof Resolution.Referred) {
      drop(identifier);
    } else {
      kind.put(identifier, new KeptAnswer(answer, now));
      (kind == records ? absences : records).invalidate(identifier);
    }
  }

  /** Drops the answers kept for an identifier; returns their number. */
  int drop(Identifier identifier) {
    return drop(records, identifier) + drop(absences, identifier);
  }

  /** Drops the answers kept for all identifiers below a prefix, by a scan of all entries. */
  int dropUnder(Prefix prefix) {
    return dropUnder(records, prefix) + dropUnder(absences, prefix);
  }

  private static int drop(Cache<Identifier, KeptAnswer> answers, Identifier identifier) {
    return answers.asMap().remove(identifier) == null ? 0 : 1;
  }

  private static int dropUnder(Cache<Identifier, KeptAnswer> answers, Prefix prefix) {
    int dropped = 0;
    for (Identifier identifier : answers.asMap().keySet()) {
      if (prefix.contains(identifier.prefix())) {
        dropped += drop(answers, identifier);
      }
    }
    return dropped;
  }

  long entries() {
    return records.estimatedSize() + absences.estimatedSize();
  }

  long bytes() {
    return bytes(records) + bytes(absences);
  }

  private static long bytes(Cache<Identifier, KeptAnswer> answers) {
    return answers.policy().eviction().orElseThrow().weightedSize().orElseThrow();
  }

  private static Cache<Identifier, KeptAnswer> cache(
      long bytes, Duration beyondTimeToLive, Ticker ticker) {
    return Caffeine.newBuilder()
        .maximumWeight(bytes)
        .weigher(
            (Identifier identifier, KeptAnswer kept) -> AnswerWeight.of(identifier, kept.answer()))
        .ticker(ticker)
        .executor(Runnable::run) // evicting is quick, and bounds then hold at once
        .expireAfter(
            Expiry.writing(
                (Identifier identifier, KeptAnswer kept) ->
                    kept.answer().timeToLive().plus(beyondTimeToLive)))
        .build();
  }
}
