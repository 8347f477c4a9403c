package dev.nameplate.node;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.read.Delegations;
import dev.nameplate.trust.chain.Authority;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.upstream.KnownAuthorities;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The authorities that a node knows without asking: its own, and those it delegated to.
 * Thread-safe; reads the store.
 */
final class OwnAuthorities implements KnownAuthorities {
  private final TrustAnchors own;
  private final Delegations delegations;
  private final StatementVerifier verifier;

  OwnAuthorities(TrustAnchors own, Delegations delegations, Clock clock) {
    this.own = own;
    this.delegations = delegations;
    this.verifier = new StatementVerifier(own, clock);
  }

  @Override
  public Optional<Authority> nearest(Prefix prefix) {
    return own.above(prefix).map(authority -> below(authority, prefix));
  }

  private Authority below(Authority authority, Prefix prefix) {
    List<SignedStatement> path =
        delegations.path(prefix).stream().map(Verified::statement).toList();
    return path.isEmpty() ? authority : verifier.below(authority, path, prefix);
  }
}
