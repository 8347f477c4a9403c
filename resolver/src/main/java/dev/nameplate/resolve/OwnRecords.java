package dev.nameplate.resolve;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.NotAuthoritativeException;
import dev.nameplate.log.read.Delegations;
import dev.nameplate.log.read.Denials;
import dev.nameplate.log.read.OwnPrefixes;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.Delegation;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Answers from the node's own log, with authority: the end of the chain. Refers to those to whom it
 * delegated a prefix, and signs that an identifier does not exist. Thread-safe; reads the store.
 */
public final class OwnRecords implements Resolver {
  private static final Duration LONGEST_REFERRAL = Duration.ofHours(1);

  private final StatementReader statements;
  private final OwnPrefixes prefixes;
  private final Delegations delegations;
  private final Denials denials;
  private final Duration absenceTimeToLive;
  private final Clock clock;

  /**
   * Answers for a node's prefixes.
   *
   * @param statements the reader of the log
   * @param prefixes the prefixes of the node
   * @param delegations the delegations of other prefixes
   * @param denials signs absences
   * @param absenceTimeToLive time for which an absence may be reused
   * @param clock the clock for the remaining time to live of values with a fixed end
   */
  public OwnRecords(
      StatementReader statements,
      OwnPrefixes prefixes,
      Delegations delegations,
      Denials denials,
      Duration absenceTimeToLive,
      Clock clock) {
    this.statements = statements;
    this.prefixes = prefixes;
    this.delegations = delegations;
    this.denials = denials;
    this.absenceTimeToLive = absenceTimeToLive;
    this.clock = clock;
  }

  @Override
  public Resolution resolve(Question question, Budget budget) {
    return resolve(question);
  }

  /** Spends nothing of a budget: answers come from the store alone. */
  @Override
  public Resolution resolve(Question question) {
    Prefix prefix = question.identifier().prefix();
    long logSize = denials.logSize();
    if (prefixes.contains(prefix)) {
      return find(question)
          .map(statement -> answer(prefix, statement))
          .orElseGet(() -> absent(question, prefix, logSize));
    }
    if (!prefixes.covers(prefix)) {
      throw new NotAuthoritativeException(prefix, prefixes.anchors());
    }
    return delegations
        .nearest(prefix)
        .<Resolution>map(this::referral)
        .orElseGet(() -> absent(question, nearestServed(prefix), logSize));
  }

  private Resolution.Referred referral(Verified<Delegation> delegation) {
    Duration valid = Duration.between(clock.instant(), delegation.value().validity().until());
    return new Resolution.Referred(
        delegation, TimesToLive.shortest(valid, LONGEST_REFERRAL), Source.OWN);
  }

  private Prefix nearestServed(Prefix prefix) {
    Prefix at = prefix;
    while (!prefixes.contains(at)) {
      at = at.parent().orElseThrow();
    }
    return at;
  }

  private Resolution.Absent absent(Question question, Prefix authority, long logSize) {
    if (question.asOf() == AsOf.Newest.NEWEST) {
      return new Resolution.Absent(
          authority,
          Optional.empty(),
          denials.sign(question.identifier(), authority, logSize, absenceTimeToLive),
          absenceTimeToLive,
          Source.OWN);
    }
    OptionalLong newest =
        statements.newest(question.identifier()).stream()
            .mapToLong(statement -> statement.value().version())
            .findFirst();
    return new Resolution.Absent(
        authority, Optional.empty(), Optional.empty(), newest, absenceTimeToLive, Source.OWN);
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
      return newestThat(
          identifier,
          statement ->
              statements.isFormer(statement) || statement.position() < position.statements());
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
    Duration shortest = TimesToLive.of(statement.value(), clock.instant(), absenceTimeToLive);
    return new Resolution.Found(statement, shortest, Source.OWN);
  }
}
