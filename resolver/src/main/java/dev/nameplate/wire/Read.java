package dev.nameplate.wire;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.EventBody;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.StatementBody;
import java.util.List;
import java.util.Optional;

/**
 * What a statement of another node says. Immutable.
 *
 * @param <T> what it is
 * @param value what it says
 * @param statement the statement that carries it
 * @param chain the delegations that came with it, the outermost first
 * @param proof the same, if it was verified; empty if the node's word is all there is
 */
public record Read<T>(
    T value, SignedStatement statement, List<SignedStatement> chain, Optional<Verified<T>> proof) {
  /** Copies the chain. */
  public Read {
    chain = List.copyOf(chain);
  }

  /** Something verified. */
  public static <T> Read<T> verified(Verified<T> proof, List<SignedStatement> chain) {
    return new Read<>(proof.value(), proof.statement(), chain, Optional.of(proof));
  }

  /**
   * The record of a statement, unverified.
   *
   * @param about the identifier, to find it in a range
   * @throws dev.nameplate.error.RejectedStatementException if the statement is malformed, or a
   *     range without the identifier
   */
  public static Read<IdentifierRecord> unverified(SignedStatement statement, Identifier about) {
    StatementBody body =
        StatementBody.parse(
            statement.body(), statement.disclosures(), statement.batch().suite().hash(), about);
    return new Read<>(body.record(), statement, List.of(), Optional.empty());
  }

  /**
   * The identifier that the statement of a record names, unverified.
   *
   * @throws dev.nameplate.error.RejectedStatementException if the statement is malformed
   */
  public static Identifier subjectOf(SignedStatement statement) {
    return StatementBody.parse(
            statement.body(), statement.disclosures(), statement.batch().suite().hash())
        .record()
        .identifier();
  }

  /**
   * The event of a statement, unverified.
   *
   * @throws dev.nameplate.error.RejectedStatementException if the statement is malformed
   */
  public static Read<RecordedEvent> unverifiedEvent(
      SignedStatement statement, List<SignedStatement> chain) {
    RecordedEvent event =
        EventBody.parse(statement.body(), statement.disclosures(), statement.batch().suite().hash())
            .recorded();
    return new Read<>(event, statement, chain, Optional.empty());
  }

  /** Whether it was verified against a trust anchor. */
  public boolean verified() {
    return proof.isPresent();
  }
}
