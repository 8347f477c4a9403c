package dev.nameplate.upstream;

import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Source;
import dev.nameplate.resolve.TimesToLive;
import dev.nameplate.trust.chain.Authority;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.Absence;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.wire.AnswerReader;
import dev.nameplate.wire.AnswerReader.Answered;
import dev.nameplate.wire.UnacceptableAnswerException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Verified answers of other nodes, with a time to live bounded by the node's, the statement's and
 * the delegations'. Thread-safe.
 */
final class UpstreamAnswers {
  /** Time for which a record without public values may be reused. */
  private static final Duration EMPTY_RECORD = Duration.ofMinutes(5);

  private final Clock clock;

  UpstreamAnswers(Clock clock) {
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
   * @throws dev.nameplate.error.RejectedStatementException of the subclass that names the broken
   *     rule
   */
  Resolution read(
      ResolveResponse answer, Question question, Authority authority, StatementVerifier verifier) {
    Answered read = AnswerReader.verifying(verifier, authority).read(answer, question);
    if (read instanceof Answered.Found found) {
      Duration own = TimesToLive.of(found.record().value(), clock.instant(), EMPTY_RECORD);
      return new Resolution.Found(
          found.record().proof().orElseThrow(), bounded(answer, own, authority), Source.UPSTREAM);
    }
    if (read instanceof Answered.Retired retired) {
      return new Resolution.Absent(
          authority.prefix(),
          retired.record().proof(),
          Optional.empty(),
          bounded(answer, Absence.LONGEST, authority),
          Source.UPSTREAM);
    }
    return read instanceof Answered.Denied denied
        ? denied(answer, denied.proof().orElseThrow(), authority)
        : unproven(((Answered.Unproven) read).newestVersion(), question, authority);
  }

  private Resolution denied(ResolveResponse answer, Verified<Absence> denial, Authority authority) {
    Duration whole = denial.value().timeToLive();
    Duration rest = Duration.between(clock.instant(), denial.time().plus(whole));
    return new Resolution.Absent(
        authority.prefix(),
        Optional.empty(),
        Optional.of(denial),
        bounded(answer, TimesToLive.shortest(rest, whole), authority), // its clock may be ahead
        Source.UPSTREAM);
  }

  /** An unproven absence of an earlier version, which is returned, and never cached. */
  private static Resolution unproven(long newest, Question question, Authority authority) {
    if (question.asOf() == AsOf.Newest.NEWEST) {
      throw new UnacceptableAnswerException("it claims absence without proof");
    }
    return new Resolution.Absent(
        authority.prefix(),
        Optional.empty(),
        Optional.empty(),
        newest > 0 ? OptionalLong.of(newest) : OptionalLong.empty(),
        Duration.ZERO,
        Source.UPSTREAM);
  }

  /** The shortest time to live: of the answer, of the statement, and of its delegations. */
  private Duration bounded(ResolveResponse answer, Duration own, Authority authority) {
    Duration given = Duration.ofSeconds(Integer.toUnsignedLong(answer.getTtlSeconds()));
    Duration proven = Duration.between(clock.instant(), authority.validUntil());
    Duration used = authority.chain().isEmpty() ? own : IterativeResolver.LONGEST_DELEGATION;
    return TimesToLive.shortest(given, own, proven, used);
  }
}
