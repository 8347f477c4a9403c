package dev.nameplate.server.operation;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.SignedStatement;
import java.util.List;
import java.util.Optional;

/**
 * A prefix as its node describes it.
 *
 * @param prefix the prefix
 * @param server who the node is, if it serves the prefix itself
 * @param delegation how the prefix was allotted, if it was
 * @param chain the delegations that lead down to who signed that, the outermost first, as far as
 *     the node knows them; empty in lists of allotted prefixes
 */
public record DescribedPrefix(
    Prefix prefix,
    Optional<TrustAnchor> server,
    Optional<Verified<Delegation>> delegation,
    List<SignedStatement> chain) {

  /** A page of a list. */
  public record Page(List<DescribedPrefix> prefixes, String nextToken) {}
}
