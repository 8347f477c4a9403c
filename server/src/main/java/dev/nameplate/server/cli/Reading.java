package dev.nameplate.server.cli;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.trust.SignedStatement;
import dev.nameplate.trust.StatementBody;

/**
 * A record as it came from a node.
 *
 * @param record the record
 * @param statement the statement that carries it
 * @param verified whether the statement was checked against a trust anchor; if not, the node's word
 *     is all there is
 */
record Reading(IdentifierRecord record, SignedStatement statement, boolean verified) {
  /**
   * Reads a statement without checking whose it is.
   *
   * @param about the identifier, to find it in a range
   * @throws dev.nameplate.error.RejectedStatementException if it is malformed, or a range without
   *     the identifier
   */
  static Reading unchecked(SignedStatement statement, Identifier about) {
    StatementBody body =
        StatementBody.parse(
            statement.body(), statement.disclosures(), statement.batch().suite().hash(), about);
    return new Reading(body.record(), statement, false);
  }

  /** The identifier that the statement of a record says it is about, unchecked. */
  static Identifier subjectOf(SignedStatement statement) {
    return StatementBody.parse(
            statement.body(), statement.disclosures(), statement.batch().suite().hash())
        .record()
        .identifier();
  }
}
