package dev.nameplate.server.cli.resolve;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.Absence;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.wire.Read;
import java.util.List;
import java.util.Optional;

/**
 * The answer about an identifier. Immutable.
 *
 * @param asked the requested identifier
 * @param outcome the kind of answer
 * @param record the record; of a retired identifier, its tombstone
 * @param referral the delegation, of any state, to the answering node
 * @param statement the signed statement about the identifier: the record, or its absence
 * @param chain the delegations that came with it, the outermost first
 * @param proof the verified statement, for a referral the delegation; empty if nothing was verified
 * @param absentThen a message for an identifier that is assigned, but not in the requested version
 *     or at the requested time
 */
record Answer(
    Identifier asked,
    Outcome outcome,
    Optional<IdentifierRecord> record,
    Optional<Delegation> referral,
    Optional<SignedStatement> statement,
    List<SignedStatement> chain,
    Optional<Verified<?>> proof,
    Optional<String> absentThen) {
  /** An answer that is a record. */
  static Answer of(
      Identifier asked, Outcome outcome, Read<IdentifierRecord> read, List<SignedStatement> chain) {
    return new Answer(
        asked,
        outcome,
        Optional.of(read.value()),
        Optional.empty(),
        Optional.of(read.statement()),
        chain,
        read.proof().map(proof -> proof),
        Optional.empty());
  }

  /** An answer without a record. */
  static Answer absent(
      Identifier asked,
      Optional<SignedStatement> statement,
      List<SignedStatement> chain,
      Optional<Verified<?>> proof,
      Optional<String> absentThen) {
    return new Answer(
        asked,
        Outcome.ABSENT,
        Optional.empty(),
        Optional.empty(),
        statement,
        chain,
        proof,
        absentThen);
  }

  /** Kinds of answers. */
  enum Outcome {
    FOUND("found"),
    REFERRED("referred"),
    ABSENT("absent");

    private final String word;

    Outcome(String word) {
      this.word = word;
    }

    /** Name of the outcome for programs. */
    String word() {
      return word;
    }
  }

  /** The identifier, as its record spells it if there is one. */
  Identifier identifier() {
    return record.map(IdentifierRecord::identifier).orElse(asked);
  }

  /** True if it was verified against a trust anchor. */
  boolean verified() {
    return proof.isPresent();
  }

  /** The verified statement that there is no such identifier. */
  Optional<Verified<?>> absence() {
    return proof.filter(verified -> verified.value() instanceof Absence);
  }
}
