package dev.nameplate.server.cli.resolve;

import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.resolve.DescribedPrefix;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.options.NotVerifiedException;
import dev.nameplate.trust.chain.Authority;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.wire.ListingCodec;
import dev.nameplate.wire.PrefixCodec;
import dev.nameplate.wire.Read;
import dev.nameplate.wire.UnacceptableAnswerException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads the records of one prefix as a node lists them, and checks each if there are trust anchors.
 * Lists carry no delegations: where the anchors do not name the prefix itself, the node is asked
 * once for those that prove it. Thread-safe.
 */
final class RecordCheck {
  private final Prefix prefix;
  private final Optional<StatementVerifier> verifier;
  private final Optional<Authority> authority;

  private RecordCheck(
      Prefix prefix, Optional<StatementVerifier> verifier, Optional<Authority> authority) {
    this.prefix = prefix;
    this.verifier = verifier;
    this.authority = authority;
  }

  /**
   * Checks records under a prefix by anchors; without any, they are read as they are.
   *
   * @throws NotVerifiedException if nothing leads from the anchors to the prefix
   */
  static RecordCheck of(NodeConnection node, Optional<TrustAnchors> anchors, Prefix asked) {
    Prefix prefix = asked.cleaned().isEmpty() ? asked : described(node, asked).prefix();
    Optional<StatementVerifier> verifier =
        anchors.map(trusted -> new StatementVerifier(trusted, Clock.systemUTC()));
    Optional<Authority> authority =
        verifier.map(
            checking -> {
              try {
                boolean named =
                    anchors
                        .flatMap(trusted -> trusted.above(prefix))
                        .filter(above -> above.prefix().equals(prefix))
                        .isPresent();
                return proven(
                    prefix, checking.authority(named ? List.of() : chain(node, prefix), prefix));
              } catch (RejectedStatementException e) {
                throw NotVerifiedException.under(prefix, e);
              }
            });
    return new RecordCheck(prefix, verifier, authority);
  }

  private static Authority proven(Prefix prefix, Authority authority) {
    if (!authority.prefix().equals(prefix)) {
      throw new UnacceptableAnswerException(
          "the node sent no delegations from %s down to %s; start it with serve --anchor FILE, or give the anchor of %s"
              .formatted(authority.prefix(), prefix, prefix));
    }
    return authority;
  }

  private static DescribedPrefix described(NodeConnection node, Prefix prefix) {
    return PrefixCodec.fromProto(node.prefixes().get(PrefixCodec.request(prefix)).getPrefix());
  }

  private static List<SignedStatement> chain(NodeConnection node, Prefix prefix) {
    DescribedPrefix described = described(node, prefix);
    return Stream.concat(described.chain().stream(), described.delegation().stream()).toList();
  }

  /**
   * Reads a record of a page, of any identifier under the prefix; a member of a range only if the
   * node names it.
   *
   * @throws NotVerifiedException if it is malformed, or fails verification
   */
  Read<IdentifierRecord> read(ListingCodec.Listed listed) {
    Optional<Identifier> said = listed.identifier().map(Identifier::parse);
    try {
      SignedStatement statement = listed.statement();
      Identifier identifier = said.orElseGet(() -> Read.subjectOf(statement));
      if (!identifier.prefix().equals(prefix)) {
        throw new UnacceptableAnswerException(identifier + " is not under " + prefix);
      }
      return read(statement, identifier);
    } catch (RejectedStatementException e) {
      throw NotVerifiedException.under(prefix, e);
    }
  }

  /**
   * Reads a record that must be about an identifier.
   *
   * @throws NotVerifiedException if it is malformed, or must not be believed
   */
  Read<IdentifierRecord> read(ListingCodec.Listed listed, Identifier expected) {
    try {
      return read(listed.statement(), expected);
    } catch (RejectedStatementException e) {
      // A node answers for the identifier without invisible characters if there is no other.
      return read(
          listed,
          expected.cleaned().orElseThrow(() -> NotVerifiedException.answer(expected, e, "")));
    }
  }

  private Read<IdentifierRecord> read(SignedStatement statement, Identifier expected) {
    return verifier
        .map(
            checking ->
                Read.verified(
                    checking.verify(statement, expected, authority.orElseThrow()), List.of()))
        .orElseGet(() -> Read.unverified(statement, expected));
  }
}
