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
 * What was answered about one identifier. Immutable.
 *
 * @param asked the identifier, as it was asked for
 * @param outcome what came of it
 * @param record the record; if absent, that of the retirement, if there was one
 * @param referral the delegation, of any state, to whom answers
 * @param statement what was signed about the identifier: the record, or its absence
 * @param chain the delegations that came with it, the outermost first
 * @param proof the statement as it was verified, for a referral the delegation; empty if nothing
 *     was, and the node's word is all there is
 * @param absentThen what to say of an identifier that is assigned, but not in the version, or not
 *     at the time, that was asked for
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

  /** An answer that there is none. */
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

  /** Whether there is a record. */
  enum Outcome {
    FOUND("found"),
    REFERRED("referred"),
    ABSENT("absent");

    private final String word;

    Outcome(String word) {
      this.word = word;
    }

    /** As programs read it. */
    String word() {
      return word;
    }
  }

  /** The identifier, as its record spells it if there is one. */
  Identifier identifier() {
    return record.map(IdentifierRecord::identifier).orElse(asked);
  }

  /** Whether it was checked against a trust anchor. */
  boolean verified() {
    return proof.isPresent();
  }

  /** The verified statement that there is no such identifier. */
  Optional<Verified<?>> absence() {
    return proof.filter(verified -> verified.value() instanceof Absence);
  }
}
