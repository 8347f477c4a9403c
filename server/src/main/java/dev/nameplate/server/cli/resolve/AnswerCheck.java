package dev.nameplate.server.cli.resolve;

import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Question;
import dev.nameplate.server.cli.options.NotVerifiedException;
import dev.nameplate.server.cli.resolve.Answer.Outcome;
import dev.nameplate.trust.chain.Authority;
import dev.nameplate.trust.chain.OutOfUseException;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.DelegationBody;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.wire.AnswerReader;
import dev.nameplate.wire.AnswerReader.Answered;
import dev.nameplate.wire.SentAnswer;
import dev.nameplate.wire.UnacceptableAnswerException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Reads a node's answers, and verifies them if there are trust anchors: a record, a proof of
 * absence, or a referral. Thread-safe.
 */
final class AnswerCheck {
  private final Optional<TrustAnchors> anchors;
  private final Optional<StatementVerifier> verifier;

  /** Verifies with anchors; without anchors, answers are read unverified. */
  AnswerCheck(Optional<TrustAnchors> anchors, Clock clock) {
    this.anchors = anchors;
    this.verifier = anchors.map(trusted -> new StatementVerifier(trusted, clock));
  }

  /**
   * Reads an answer.
   *
   * @throws NotVerifiedException if it is malformed, or must not be believed
   */
  Answer check(Question question, SentAnswer response) {
    try {
      return asItIs(question, response);
    } catch (NotVerifiedException e) {
      // A node answers for the identifier without invisible characters if there is no other.
      Identifier cleaned = question.identifier().cleaned().orElseThrow(() -> e);
      return asItIs(new Question(cleaned, question.asOf()), response);
    }
  }

  private Answer asItIs(Question question, SentAnswer response) {
    Identifier asked = question.identifier();
    List<SignedStatement> chain = List.of();
    try {
      chain = response.chain();
      return response.isReferral() ? referred(asked, chain) : answered(question, response, chain);
    } catch (RejectedStatementException e) {
      throw NotVerifiedException.answer(asked, e, chain.isEmpty() ? hint(asked) : "");
    }
  }

  private Answer answered(Question question, SentAnswer response, List<SignedStatement> chain) {
    Identifier asked = question.identifier();
    AnswerReader reader =
        verifier
            .filter(any -> response.statement().isPresent())
            .map(
                checking ->
                    AnswerReader.verifying(checking, checking.authority(chain, asked.prefix())))
            .orElseGet(AnswerReader::believing);
    Answered read = reader.read(response.sent(), question);
    if (read instanceof Answered.Found found) {
      return Answer.of(asked, Outcome.FOUND, found.record(), chain);
    }
    if (read instanceof Answered.Retired retired) {
      return Answer.of(asked, Outcome.ABSENT, retired.record(), chain);
    }
    if (read instanceof Answered.Denied denied) {
      return Answer.absent(
          asked,
          Optional.of(denied.statement()),
          chain,
          denied.proof().map(proof -> proof),
          Optional.empty());
    }
    if (verifier.isPresent() && question.asOf() == AsOf.Newest.NEWEST) {
      throw new UnprovenAbsenceException();
    }
    return Answer.absent(
        asked,
        Optional.empty(),
        chain,
        Optional.empty(),
        absentThen(question.asOf(), response.newestVersion()));
  }

  /** A hint about missing delegations between the anchors and the signing key. */
  private String hint(Identifier asked) {
    return anchors
        .flatMap(trusted -> trusted.above(asked.prefix()))
        .filter(authority -> !authority.prefix().equals(asked.prefix()))
        .map(
            authority ->
                "; the node sent no delegations from %s down: use --iterative, or give the anchor of %s"
                    .formatted(authority.prefix(), asked.prefix()))
        .orElse("");
  }

  private Answer referred(Identifier asked, List<SignedStatement> chain) {
    if (chain.isEmpty()) {
      throw new UnacceptableAnswerException("a referral without a target");
    }
    Optional<Verified<Delegation>> verified =
        verifier.map(checking -> delegation(checking, asked, chain));
    Delegation to =
        verified
            .map(Verified::value)
            .orElseGet(() -> DelegationBody.parse(chain.get(chain.size() - 1).body()).delegation());
    return new Answer(
        asked,
        Outcome.REFERRED,
        Optional.empty(),
        Optional.of(to),
        Optional.empty(),
        chain,
        verified.map(proof -> proof),
        Optional.empty());
  }

  /** The last delegation of a chain, or the first that suspends or revokes its prefix. */
  private static Verified<Delegation> delegation(
      StatementVerifier verifier, Identifier asked, List<SignedStatement> chain) {
    try {
      Authority authority = verifier.authority(chain, asked.prefix());
      List<Verified<Delegation>> proven = authority.chain();
      if (proven.isEmpty()) {
        throw new UnacceptableAnswerException(
            "the referral leads to no prefix below the anchor of " + authority.prefix());
      }
      return proven.get(proven.size() - 1);
    } catch (OutOfUseException e) {
      return e.delegation();
    }
  }

  private static Optional<String> absentThen(AsOf asOf, long newest) {
    if (newest == 0) {
      return Optional.empty();
    }
    return Optional.of(
        (asOf instanceof AsOf.Version version
                ? "has no version " + version.number()
                : "was not assigned at that time, but is now")
            + "; its newest version is "
            + Long.toUnsignedString(newest));
  }
}
