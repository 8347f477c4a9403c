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
 * The content of another node's statement, verified or not. Immutable.
 *
 * @param <T> type of the content
 * @param value the content
 * @param statement the statement
 * @param chain the delegations that came with it, the outermost first
 * @param proof the verified statement; empty if it was not verified
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

  /** True if it was verified against a trust anchor. */
  public boolean verified() {
    return proof.isPresent();
  }
}
