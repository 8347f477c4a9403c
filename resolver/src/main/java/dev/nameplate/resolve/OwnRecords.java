package dev.nameplate.resolve;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.NotAuthoritativeException;
import dev.nameplate.log.StatementReader;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import dev.nameplate.resolve.Question.AsOf;
import dev.nameplate.trust.Verified;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Answers from the node's own log, with authority: the end of the chain. Thread-safe; reads the
 * store.
 */
public final class OwnRecords implements Resolver {
  private final StatementReader statements;
  private final Set<Prefix> prefixes;
  private final Duration absenceTimeToLive;
  private final Clock clock;

  /**
   * Answers for some prefixes.
   *
   * @param statements reads the log
   * @param prefixes the prefixes to answer for
   * @param absenceTimeToLive how long an absence may be reused
   * @param clock tells the time to live that is left of values that end at a moment
   */
  public OwnRecords(
      StatementReader statements, Set<Prefix> prefixes, Duration absenceTimeToLive, Clock clock) {
    this.statements = statements;
    this.prefixes = Set.copyOf(prefixes);
    this.absenceTimeToLive = absenceTimeToLive;
    this.clock = clock;
  }

  @Override
  public Resolution resolve(Question question, Budget budget) {
    Prefix prefix = question.identifier().prefix();
    if (!prefixes.contains(prefix)) {
      throw new NotAuthoritativeException(prefix, prefixes);
    }
    return find(question)
        .map(statement -> answer(prefix, statement))
        .orElseGet(
            () ->
                new Resolution.Absent(
                    prefix, Optional.empty(), Optional.empty(), absenceTimeToLive, Source.OWN));
  }

  private Optional<Verified<IdentifierRecord>> find(Question question) {
    Identifier identifier = question.identifier();
    if (question.asOf() instanceof AsOf.Version version) {
      return statements.version(identifier, version.number());
    }
    if (question.asOf() instanceof AsOf.Time time) {
      return newestThat(identifier, statement -> !statement.time().isAfter(time.moment()));
    }
    if (question.asOf() instanceof AsOf.Position position) {
      return newestThat(identifier, statement -> statement.position() < position.statements());
    }
    return statements.newest(identifier);
  }

  /**
   * The newest version that was in force; all below it were, none above it. Halves the versions, so
   * that a question about a record of a million versions reads twenty.
   */
  private Optional<Verified<IdentifierRecord>> newestThat(
      Identifier identifier, Predicate<Verified<IdentifierRecord>> wasInForce) {
    Optional<Verified<IdentifierRecord>> newest = statements.newest(identifier);
    if (newest.isEmpty() || wasInForce.test(newest.get())) {
      return newest;
    }
    Optional<Verified<IdentifierRecord>> found = Optional.empty();
    long inForce = 0;
    long notInForce = newest.get().value().version();
    while (notInForce - inForce > 1) {
      long middle = (inForce + notInForce) >>> 1;
      Optional<Verified<IdentifierRecord>> statement = statements.version(identifier, middle);
      if (statement.filter(wasInForce).isPresent()) {
        found = statement;
        inForce = middle;
      } else {
        notInForce = middle;
      }
    }
    return found;
  }

  private Resolution answer(Prefix prefix, Verified<IdentifierRecord> statement) {
    if (statement.value().retired()) {
      return new Resolution.Absent(
          prefix, Optional.of(statement), Optional.empty(), absenceTimeToLive, Source.OWN);
    }
    Instant now = clock.instant();
    Duration shortest =
        statement.value().values().stream()
            .filter(
                value ->
                    value.permissions().publicRead()) // others would show through the answer's ttl
            .map(RecordValue::timeToLive)
            .map(ttl -> ttl.remainingAt(now))
            .min(Comparator.naturalOrder())
            .orElse(absenceTimeToLive);
    return new Resolution.Found(statement, shortest, Source.OWN);
  }
}
