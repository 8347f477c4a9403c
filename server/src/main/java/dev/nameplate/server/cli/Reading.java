package dev.nameplate.server.cli;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.trust.SignedStatement;
import dev.nameplate.trust.StatementBody;
import dev.nameplate.trust.StatementVerifier;
import java.util.Optional;

/**
 * A record as it came from a node.
 *
 * @param record the record
 * @param statement the statement that carries it
 * @param verified whether the statement was checked against a trust anchor; if not, the node's word
 *     is all there is
 */
public record Reading(IdentifierRecord record, SignedStatement statement, boolean verified) {
  /**
   * Reads a statement that answers a question, and checks it if there is a verifier.
   *
   * @throws dev.nameplate.error.RejectedStatementException if it is malformed, or must not be
   *     believed
   */
  public static Reading of(
      dev.nameplate.v1.SignedStatement proto,
      Identifier expected,
      Optional<StatementVerifier> verifier) {
    SignedStatement statement = SignedStatement.fromProto(proto);
    return verifier.isPresent()
        ? new Reading(verifier.get().verify(statement, expected).value(), statement, true)
        : unchecked(statement);
  }

  /**
   * Reads a statement of a list, whatever identifier it is about, and checks it if there is a
   * verifier.
   *
   * @throws dev.nameplate.error.RejectedStatementException if it is malformed, or must not be
   *     believed
   */
  public static Reading of(
      dev.nameplate.v1.SignedStatement proto, Optional<StatementVerifier> verifier) {
    SignedStatement statement = SignedStatement.fromProto(proto);
    return verifier.isPresent()
        ? new Reading(verifier.get().verify(statement).value(), statement, true)
        : unchecked(statement);
  }

  private static Reading unchecked(SignedStatement statement) {
    StatementBody body =
        StatementBody.parse(
            statement.body(), statement.disclosures(), statement.batch().suite().hash());
    return new Reading(body.record(), statement, false);
  }
}
