package dev.nameplate.wire;

import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Question;
import dev.nameplate.trust.BrokenRuleException;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.chain.Authority;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.Absence;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.StatementKind;
import dev.nameplate.v1.ResolveResponse;
import java.util.List;
import java.util.Optional;

/**
 * Reads another node's answer about an identifier: verified completely or refused; or without
 * verification. Immutable.
 */
public final class AnswerReader {
  private final Optional<Signer> signer;

  /** The required signer of an answer, with its verifier. */
  private record Signer(StatementVerifier verifier, Authority authority) {}

  /** A parsed answer. */
  public sealed interface Answered {
    /** An existing record, not retired. */
    record Found(Read<IdentifierRecord> record) implements Answered {}

    /** The identifier is retired; this is the last version of its record. */
    record Retired(Read<IdentifierRecord> record) implements Answered {}

    /**
     * A missing identifier.
     *
     * @param statement the signed absence
     * @param proof the verified absence, if it was verified
     */
    record Denied(SignedStatement statement, Optional<Verified<Absence>> proof)
        implements Answered {}

    /**
     * An absence without proof.
     *
     * @param newestVersion the newest version of the identifier, if another version was requested;
     *     0 if there is none
     */
    record Unproven(long newestVersion) implements Answered {}
  }

  private AnswerReader(Optional<Signer> signer) {
    this.signer = signer;
  }

  /**
   * Verifies answers.
   *
   * @param authority who must have signed them, as their chain proves
   */
  public static AnswerReader verifying(StatementVerifier verifier, Authority authority) {
    return new AnswerReader(Optional.of(new Signer(verifier, authority)));
  }

  /** A reader that accepts answers without verification. */
  public static AnswerReader believing() {
    return new AnswerReader(Optional.empty());
  }

  /**
   * A record, or the absence of one.
   *
   * @throws RejectedStatementException of the subclass that names the broken rule
   */
  public Answered read(ResolveResponse answer, Question question) {
    return switch (answer.getOutcome()) {
      case OUTCOME_FOUND -> {
        Read<IdentifierRecord> record = record(statement(answer), question);
        if (record.value().retired()) {
          throw new UnacceptableAnswerException("it reports a retired identifier as found");
        }
        yield new Answered.Found(record);
      }
      case OUTCOME_ABSENT -> absent(answer, question);
      case OUTCOME_REFERRED, OUTCOME_UNSPECIFIED, UNRECOGNIZED ->
          throw new UnacceptableAnswerException(
              "its outcome is " + answer.getOutcomeValue() + " (expected: found or absent)");
    };
  }

  private Answered absent(ResolveResponse answer, Question question) {
    if (!answer.hasStatement()) {
      return new Answered.Unproven(answer.getNewestVersion());
    }
    SignedStatement statement = statement(answer);
    if (!statement.is(StatementKind.RECORD)) {
      return new Answered.Denied(
          statement,
          signer.map(
              by -> by.verifier().verifyAbsence(statement, question.identifier(), by.authority())));
    }
    Read<IdentifierRecord> tombstone = record(statement, question);
    if (!tombstone.value().retired()) {
      throw new UnacceptableAnswerException(
          "it reports an identifier as absent that is not retired");
    }
    return new Answered.Retired(tombstone);
  }

  private Read<IdentifierRecord> record(SignedStatement statement, Question question) {
    Read<IdentifierRecord> record =
        signer
            .map(by -> Read.verified(verified(by, statement, question.identifier()), List.of()))
            .orElseGet(() -> Read.unverified(statement, question.identifier()));
    requireAsked(record, question.asOf());
    return record;
  }

  /** Verifies a record, which may be of the cleaned identifier if there is no other. */
  private static Verified<IdentifierRecord> verified(
      Signer by, SignedStatement statement, Identifier asked) {
    try {
      return by.verifier().verify(statement, asked, by.authority());
    } catch (BrokenRuleException e) {
      Identifier cleaned =
          asked.cleaned().filter(any -> e.rule() == Rule.WRONG_SUBJECT).orElseThrow(() -> e);
      return by.verifier().verify(statement, cleaned, by.authority());
    }
  }

  private static void requireAsked(Read<IdentifierRecord> record, AsOf asOf) {
    long version = record.value().version();
    SignedStatement statement = record.statement();
    boolean asked =
        asOf instanceof AsOf.Version wanted
            ? version == wanted.number()
            : asOf instanceof AsOf.Time time
                ? !statement.batch().time().isAfter(time.moment())
                : !(asOf instanceof AsOf.Position position)
                    || statement.position() < position.statements();
    if (!asked) {
      throw new UnacceptableAnswerException(
          "it is version "
              + version
              + " of "
              + statement.batch().time()
              + ", not the requested version");
    }
  }

  private static SignedStatement statement(ResolveResponse answer) {
    return SignedStatement.fromProto(answer.getStatement());
  }
}
