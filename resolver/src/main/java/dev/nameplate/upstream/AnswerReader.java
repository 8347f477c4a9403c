package dev.nameplate.upstream;

import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Question.AsOf;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Source;
import dev.nameplate.resolve.TimesToLive;
import dev.nameplate.trust.Absence;
import dev.nameplate.trust.Authority;
import dev.nameplate.trust.SignedStatement;
import dev.nameplate.trust.StatementKind;
import dev.nameplate.trust.StatementVerifier;
import dev.nameplate.trust.Verified;
import dev.nameplate.trust.WrongSubjectException;
import dev.nameplate.v1.ResolveResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Turns what another node answered into what may be believed: every part is verified, or the whole
 * is refused. Thread-safe.
 */
final class AnswerReader {
  /** How long a record without public values may be reused. */
  private static final Duration EMPTY_RECORD = Duration.ofMinutes(5);

  private final Clock clock;

  AnswerReader(Clock clock) {
    this.clock = clock;
  }

  /** The delegations of an answer, unverified. */
  static List<SignedStatement> chain(ResolveResponse answer) {
    if (answer.getChainCount() > Authority.MAX_CHAIN) {
      throw new UnacceptableAnswerException(
          "it carries "
              + answer.getChainCount()
              + " delegations (expected: at most "
              + Authority.MAX_CHAIN
              + ")");
    }
    return answer.getChainList().stream().map(SignedStatement::fromProto).toList();
  }

  /**
   * A record, or the absence of one.
   *
   * @param authority who must have signed it, as the answer's chain proves
   * @throws RejectedStatementException of the subclass that names the broken rule
   */
  Resolution read(
      ResolveResponse answer, Question question, Authority authority, StatementVerifier verifier) {
    return switch (answer.getOutcome()) {
      case OUTCOME_FOUND -> found(answer, question, authority, verifier);
      case OUTCOME_ABSENT -> absent(answer, question, authority, verifier);
      case OUTCOME_REFERRED, OUTCOME_UNSPECIFIED, UNRECOGNIZED ->
          throw new UnacceptableAnswerException(
              "its outcome is " + answer.getOutcomeValue() + " (expected: found or absent)");
    };
  }

  private Resolution found(
      ResolveResponse answer, Question question, Authority authority, StatementVerifier verifier) {
    Verified<IdentifierRecord> record =
        verified(statement(answer), question.identifier(), authority, verifier);
    if (record.value().retired()) {
      throw new UnacceptableAnswerException("it calls a retired identifier found");
    }
    requireAsked(record, question.asOf());
    Duration own = TimesToLive.of(record.value(), clock.instant(), EMPTY_RECORD);
    return new Resolution.Found(record, bounded(answer, own, authority), Source.UPSTREAM);
  }

  /** A node answers for the identifier without invisible characters if there is no other. */
  private static Verified<IdentifierRecord> verified(
      SignedStatement statement,
      Identifier asked,
      Authority authority,
      StatementVerifier verifier) {
    try {
      return verifier.verify(statement, asked, authority);
    } catch (WrongSubjectException e) {
      return verifier.verify(statement, asked.cleaned().orElseThrow(() -> e), authority);
    }
  }

  private Resolution absent(
      ResolveResponse answer, Question question, Authority authority, StatementVerifier verifier) {
    if (!answer.hasStatement()) {
      return unproven(answer, question, authority);
    }
    SignedStatement statement = statement(answer);
    if (statement.is(StatementKind.RECORD)) {
      Verified<IdentifierRecord> tombstone =
          verified(statement, question.identifier(), authority, verifier);
      if (!tombstone.value().retired()) {
        throw new UnacceptableAnswerException("it calls an identifier absent that is not retired");
      }
      requireAsked(tombstone, question.asOf());
      return new Resolution.Absent(
          authority.prefix(),
          Optional.of(tombstone),
          Optional.empty(),
          bounded(answer, Absence.LONGEST, authority),
          Source.UPSTREAM);
    }
    Verified<Absence> denial = verifier.verifyAbsence(statement, question.identifier(), authority);
    Duration whole = denial.value().timeToLive();
    Duration rest = Duration.between(clock.instant(), denial.time().plus(whole));
    return new Resolution.Absent(
        authority.prefix(),
        Optional.empty(),
        Optional.of(denial),
        bounded(answer, TimesToLive.shortest(rest, whole), authority), // its clock may be ahead
        Source.UPSTREAM);
  }

  /** Nothing proves that a version did not exist then; it is said, and never kept. */
  private static Resolution unproven(
      ResolveResponse answer, Question question, Authority authority) {
    if (question.asOf() == AsOf.Newest.NEWEST) {
      throw new UnacceptableAnswerException("it says absent and does not prove it");
    }
    long newest = answer.getNewestVersion();
    return new Resolution.Absent(
        authority.prefix(),
        Optional.empty(),
        Optional.empty(),
        newest > 0 ? OptionalLong.of(newest) : OptionalLong.empty(),
        Duration.ZERO,
        Source.UPSTREAM);
  }

  private static void requireAsked(Verified<IdentifierRecord> record, AsOf asOf) {
    boolean asked =
        asOf instanceof AsOf.Version version
            ? record.value().version() == version.number()
            : asOf instanceof AsOf.Time time
                ? !record.time().isAfter(time.moment())
                : !(asOf instanceof AsOf.Position position)
                    || record.position() < position.statements();
    if (!asked) {
      throw new UnacceptableAnswerException(
          "it is version "
              + record.value().version()
              + " of "
              + record.time()
              + ", not the one asked for");
    }
  }

  /** The shortest: what is given, what the statement allows, and how long its delegations hold. */
  private Duration bounded(ResolveResponse answer, Duration own, Authority authority) {
    Duration given = Duration.ofSeconds(Integer.toUnsignedLong(answer.getTtlSeconds()));
    Duration proven = Duration.between(clock.instant(), authority.validUntil());
    Duration used = authority.chain().isEmpty() ? own : IterativeResolver.LONGEST_DELEGATION;
    return TimesToLive.shortest(given, own, proven, used);
  }

  private static SignedStatement statement(ResolveResponse answer) {
    return SignedStatement.fromProto(answer.getStatement());
  }
}
