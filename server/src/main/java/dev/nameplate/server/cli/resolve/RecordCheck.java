package dev.nameplate.server.cli.resolve;

import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.options.NotVerifiedException;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.wire.ListingCodec;
import dev.nameplate.wire.PrefixCodec;
import dev.nameplate.wire.Read;
import dev.nameplate.wire.RecordReader;
import java.time.Clock;
import java.util.Optional;

/** Reads the records that a node lists, verified if there are trust anchors. Thread-safe. */
final class RecordCheck {
  private final Prefix prefix;
  private final RecordReader reader;

  private RecordCheck(Prefix prefix, RecordReader reader) {
    this.prefix = prefix;
    this.reader = reader;
  }

  /**
   * Checks records under a prefix by anchors; without any, they are read as they are.
   *
   * @throws NotVerifiedException if nothing leads from the anchors to the prefix
   */
  static RecordCheck of(NodeConnection node, Optional<TrustAnchors> anchors, Prefix prefix) {
    try {
      return new RecordCheck(
          prefix,
          new RecordReader(
              anchors.map(trusted -> new StatementVerifier(trusted, Clock.systemUTC())),
              prefix,
              asked ->
                  PrefixCodec.fromProto(
                      node.prefixes().get(PrefixCodec.request(asked)).getPrefix())));
    } catch (RejectedStatementException e) {
      throw NotVerifiedException.under(prefix, e);
    }
  }

  /**
   * Reads a record of any identifier under the prefix.
   *
   * @throws NotVerifiedException if it is malformed, or fails verification
   */
  Read<IdentifierRecord> read(ListingCodec.Listed listed) {
    try {
      return reader.read(listed);
    } catch (RejectedStatementException e) {
      throw NotVerifiedException.under(prefix, e);
    }
  }

  /**
   * Reads a record that must be of an identifier.
   *
   * @throws NotVerifiedException if it is malformed, or fails verification
   */
  Read<IdentifierRecord> read(ListingCodec.Listed listed, Identifier expected) {
    try {
      return reader.read(listed, expected);
    } catch (RejectedStatementException e) {
      throw NotVerifiedException.answer(expected, e, "");
    }
  }
}
