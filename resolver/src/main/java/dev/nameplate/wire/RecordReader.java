package dev.nameplate.wire;

import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.resolve.DescribedPrefix;
import dev.nameplate.trust.chain.Authority;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.statement.SignedStatement;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the records of a prefix as another node lists them: verified if there is a verifier, and
 * otherwise unverified. Lists carry no delegations: unless a trust anchor is for the prefix itself,
 * the node is asked once for those that prove it. Thread-safe.
 */
public final class RecordReader {
  private final Prefix prefix;
  private final Optional<Signer> signer;

  /** The required signer of the records, with its verifier. */
  private record Signer(StatementVerifier verifier, Authority authority) {}

  /**
   * Reads the records of a prefix.
   *
   * @param verifier verifies every record; empty to take the node's word
   * @param asked the prefix that is listed, as it was asked for
   * @param describe has the node describe a prefix
   * @throws RejectedStatementException if nothing leads from a trust anchor to the prefix
   */
  public RecordReader(
      Optional<StatementVerifier> verifier,
      Prefix asked,
      Function<Prefix, DescribedPrefix> describe) {
    this.prefix = asked.cleaned().isEmpty() ? asked : describe.apply(asked).prefix();
    this.signer = verifier.map(checking -> new Signer(checking, authority(checking, describe)));
  }

  private Authority authority(
      StatementVerifier verifier, Function<Prefix, DescribedPrefix> describe) {
    Authority nearest = nearest(verifier, describe);
    Authority authority =
        nearest.prefix().equals(prefix)
            ? nearest
            : verifier.below(nearest, describe.apply(prefix).proof(), prefix);
    if (!authority.prefix().equals(prefix)) {
      throw new UnacceptableAnswerException(
          "the node sent no delegations from %s down to %s; start it with serve --anchor FILE, or give the anchor of %s"
              .formatted(authority.prefix(), prefix, prefix));
    }
    return authority;
  }

  private Authority nearest(
      StatementVerifier verifier, Function<Prefix, DescribedPrefix> describe) {
    try {
      return verifier.authority(List.of(), prefix);
    } catch (RejectedStatementException e) {
      var unused = describe.apply(prefix); // a node that does not know the prefix says why
      throw e;
    }
  }

  /**
   * Reads a record of any identifier under the prefix; a member of a range only if the node names
   * it.
   *
   * @throws RejectedStatementException if it is malformed, or fails verification
   */
  public Read<IdentifierRecord> read(ListingCodec.Listed listed) {
    Identifier identifier = listed.identifier();
    if (!identifier.prefix().equals(prefix)) {
      throw new UnacceptableAnswerException(identifier + " is not under " + prefix);
    }
    return read(listed.statement(), identifier);
  }

  /**
   * Reads a record that must be of an identifier, or of the same without invisible characters if
   * there is no other.
   *
   * @throws RejectedStatementException if it is malformed, or fails verification
   */
  public Read<IdentifierRecord> read(ListingCodec.Listed listed, Identifier expected) {
    SignedStatement statement = listed.statement();
    try {
      return read(statement, expected);
    } catch (RejectedStatementException e) {
      return read(statement, expected.cleaned().orElseThrow(() -> e));
    }
  }

  private Read<IdentifierRecord> read(SignedStatement statement, Identifier expected) {
    return signer
        .map(
            by ->
                Read.verified(by.verifier().verify(statement, expected, by.authority()), List.of()))
        .orElseGet(() -> Read.unverified(statement, expected));
  }
}
