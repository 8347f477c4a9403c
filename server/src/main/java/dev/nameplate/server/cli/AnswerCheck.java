package dev.nameplate.server.cli;

import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.server.cli.Answer.Outcome;
import dev.nameplate.trust.Absence;
import dev.nameplate.trust.Authority;
import dev.nameplate.trust.Delegation;
import dev.nameplate.trust.DelegationBody;
import dev.nameplate.trust.DelegationRevokedException;
import dev.nameplate.trust.DelegationSuspendedException;
import dev.nameplate.trust.SignedStatement;
import dev.nameplate.trust.StatementKind;
import dev.nameplate.trust.StatementVerifier;
import dev.nameplate.trust.TrustAnchors;
import dev.nameplate.trust.Verified;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveRequest.AsOfCase;
import dev.nameplate.v1.ResolveResponse;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Reads what a node answered, and checks all of it if there are trust anchors: a record, the proof
 * that there is none, or a referral. Thread-safe.
 */
final class AnswerCheck {
  private final Optional<TrustAnchors> anchors;
  private final Optional<StatementVerifier> verifier;

  /** Checks against anchors; without any, answers are read as they are. */
  AnswerCheck(Optional<TrustAnchors> anchors, Clock clock) {
    this.anchors = anchors;
    this.verifier = anchors.map(trusted -> new StatementVerifier(trusted, clock));
  }

  /**
   * Reads an answer.
   *
   * @param question tells which version was asked for
   * @throws NotVerifiedException if it is malformed, or must not be believed
   */
  Answer check(Identifier asked, ResolveRequest question, ResolveResponse response) {
    try {
      return asItIs(asked, question, response);
    } catch (NotVerifiedException e) {
      // A node answers for the identifier without invisible characters if there is no other.
      return asItIs(asked.cleaned().orElseThrow(() -> e), question, response);
    }
  }

  private Answer asItIs(Identifier asked, ResolveRequest question, ResolveResponse response) {
    List<SignedStatement> chain = List.of();
    try {
      chain = response.getChainList().stream().map(SignedStatement::fromProto).toList();
      return switch (response.getOutcome()) {
        case OUTCOME_FOUND -> found(asked, question, statement(response), chain);
        case OUTCOME_REFERRED -> referred(asked, chain);
        case OUTCOME_ABSENT -> absent(asked, question, response, chain);
        case OUTCOME_UNSPECIFIED, UNRECOGNIZED ->
            throw new UnfitAnswerException(
                "outcome " + response.getOutcomeValue() + " is neither found, referred nor absent");
      };
    } catch (RejectedStatementException e) {
      throw NotVerifiedException.answer(asked, e, chain.isEmpty() ? hint(asked) : "");
    }
  }

  /** What may be missing when nothing leads from the anchors to who signed. */
  private String hint(Identifier asked) {
    return anchors
        .flatMap(trusted -> trusted.above(asked.prefix()))
        .filter(authority -> !authority.prefix().equals(asked.prefix()))
        .map(
            authority ->
                "; the node gave no delegations from "
                    + authority.prefix()
                    + " down: ask with --iterative, or give the anchor of "
                    + asked.prefix()
                    + " itself")
        .orElse("");
  }

  private Answer found(
      Identifier asked,
      ResolveRequest question,
      SignedStatement statement,
      List<SignedStatement> chain) {
    Answer answer = record(Outcome.FOUND, asked, statement, chain);
    if (answer.record().orElseThrow().retired()) {
      throw new UnfitAnswerException("a retired identifier is called found");
    }
    requireAsked(question, answer.record().orElseThrow(), statement);
    return answer;
  }

  private Answer absent(
      Identifier asked,
      ResolveRequest question,
      ResolveResponse response,
      List<SignedStatement> chain) {
    if (!response.hasStatement()) {
      if (verifier.isPresent() && question.getAsOfCase() == AsOfCase.ASOF_NOT_SET) {
        throw new UnprovenAbsenceException();
      }
      return new Answer(
          asked,
          Outcome.ABSENT,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          chain,
          Optional.empty(),
          absentThen(question, response.getNewestVersion()));
    }
    SignedStatement statement = statement(response);
    if (!statement.is(StatementKind.RECORD)) {
      Optional<Verified<?>> proof =
          verifier.map(checking -> absence(checking, asked, statement, chain));
      return answer(Outcome.ABSENT, asked, Optional.of(statement), chain, proof);
    }
    Answer answer = record(Outcome.ABSENT, asked, statement, chain);
    if (!answer.record().orElseThrow().retired()) {
      throw new UnfitAnswerException("an identifier that is not retired is called absent");
    }
    requireAsked(question, answer.record().orElseThrow(), statement);
    return answer;
  }

  private static Optional<String> absentThen(ResolveRequest question, long newest) {
    if (newest == 0) {
      return Optional.empty();
    }
    return Optional.of(
        question.getAsOfCase() == AsOfCase.VERSION
            ? "has no version "
                + Long.toUnsignedString(question.getVersion())
                + "; its newest version is "
                + Long.toUnsignedString(newest)
            : "was not assigned then, but is now; its newest version is "
                + Long.toUnsignedString(newest));
  }

  private static Verified<Absence> absence(
      StatementVerifier verifier,
      Identifier asked,
      SignedStatement statement,
      List<SignedStatement> chain) {
    return verifier.verifyAbsence(statement, asked, verifier.authority(chain, asked.prefix()));
  }

  private Answer record(
      Outcome outcome, Identifier asked, SignedStatement statement, List<SignedStatement> chain) {
    Optional<Verified<IdentifierRecord>> verified =
        verifier.map(checking -> checking.verify(statement, chain, asked));
    IdentifierRecord record =
        verified.map(Verified::value).orElseGet(() -> Reading.unchecked(statement, asked).record());
    return new Answer(
        asked,
        outcome,
        Optional.of(record),
        Optional.empty(),
        Optional.of(statement),
        chain,
        verified.map(proof -> proof));
  }

  private Answer referred(Identifier asked, List<SignedStatement> chain) {
    if (chain.isEmpty()) {
      throw new UnfitAnswerException("a referral that does not say to whom");
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
        verified.map(proof -> proof));
  }

  /** The last delegation of a chain, or the first that puts its prefix out of use. */
  private static Verified<Delegation> delegation(
      StatementVerifier verifier, Identifier asked, List<SignedStatement> chain) {
    try {
      Authority authority = verifier.authority(chain, asked.prefix());
      List<Verified<Delegation>> proven = authority.chain();
      if (proven.isEmpty()) {
        throw new UnfitAnswerException(
            "the referral leads no further down than the anchor of " + authority.prefix());
      }
      return proven.get(proven.size() - 1);
    } catch (DelegationSuspendedException e) {
      return e.delegation();
    } catch (DelegationRevokedException e) {
      return e.delegation();
    }
  }

  private static Answer answer(
      Outcome outcome,
      Identifier asked,
      Optional<SignedStatement> statement,
      List<SignedStatement> chain,
      Optional<Verified<?>> proof) {
    return new Answer(asked, outcome, Optional.empty(), Optional.empty(), statement, chain, proof);
  }

  private static SignedStatement statement(ResolveResponse response) {
    return SignedStatement.fromProto(response.getStatement());
  }

  private static void requireAsked(
      ResolveRequest question, IdentifierRecord record, SignedStatement statement) {
    boolean asked =
        switch (question.getAsOfCase()) {
          case VERSION -> record.version() == question.getVersion();
          case TIME_MILLIS -> statement.batch().time().toEpochMilli() <= question.getTimeMillis();
          case POSITION -> statement.position() < question.getPosition();
          case ASOF_NOT_SET -> true;
        };
    if (!asked) {
      throw new UnfitAnswerException(
          "version "
              + record.version()
              + " of "
              + statement.batch().time()
              + " is not the one asked for");
    }
  }
}
