package dev.nameplate.resolve;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.SignedStatement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A prefix as its node describes it. Nothing in it is verified. Immutable.
 *
 * @param prefix the prefix
 * @param server the keys of the node, if it serves the prefix itself
 * @param delegation how the prefix was allotted, if it was
 * @param chain the delegations that lead down to who signed that, the outermost first, as far as
 *     the node knows them; empty in lists of allotted prefixes
 */
public record DescribedPrefix(
    Prefix prefix,
    Optional<AuthorityKey> server,
    Optional<SignedStatement> delegation,
    List<SignedStatement> chain) {
  /** The delegations that prove who serves the prefix, the outermost first. */
  public List<SignedStatement> proof() {
    return Stream.concat(chain.stream(), delegation.stream()).toList();
  }
}
