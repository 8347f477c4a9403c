package dev.nameplate.trust.chain;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Endpoint;
import dev.nameplate.trust.key.KeyId;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.Validity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The keys that may sign under a prefix, as stated by a trust anchor or proven by a chain of
 * delegations from it. Immutable and thread-safe.
 *
 * <p>A {@link TrustAnchor} can be made by anyone; only {@link StatementVerifier} steps from an
 * authority to the next.
 */
public final class Authority {
  /** The most delegations between a trust anchor and an authority. */
  public static final int MAX_CHAIN = 16;

  private final Prefix prefix;
  private final List<AuthorityKey> keys;
  private final List<Endpoint> endpoints;
  private final List<Verified<Delegation>> chain;
  private final Instant validUntil;

  private Authority(
      Prefix prefix,
      List<AuthorityKey> keys,
      List<Endpoint> endpoints,
      List<Verified<Delegation>> chain,
      Instant validUntil) {
    this.prefix = prefix;
    this.keys = List.copyOf(keys);
    this.endpoints = List.copyOf(endpoints);
    this.chain = List.copyOf(chain);
    this.validUntil = validUntil;
  }

  /** The authority of one prefix of some anchors that all have it. */
  static Authority of(Prefix prefix, List<TrustAnchor> anchors) {
    return new Authority(
        prefix,
        anchors.stream().map(TrustAnchor::authority).toList(),
        anchors.stream().flatMap(anchor -> anchor.endpoints().stream()).distinct().toList(),
        List.of(),
        Validity.ALWAYS.until());
  }

  /** The authority that a verified, active delegation of this one makes. */
  Authority below(Verified<Delegation> delegation) {
    Delegation to = delegation.value();
    return new Authority(
        to.prefix(),
        to.hosted() ? keys : to.keys(),
        to.hosted() ? endpoints : to.endpoints(),
        Stream.concat(chain.stream(), Stream.of(delegation)).toList(),
        to.validity().until().isBefore(validUntil) ? to.validity().until() : validUntil);
  }

  /** The prefix. */
  public Prefix prefix() {
    return prefix;
  }

  /** The keys that sign under it, now or at some time. */
  public List<AuthorityKey> keys() {
    return keys;
  }

  /** Endpoints of its node, the preferred endpoint first; empty if unknown. */
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  /** The delegations that prove it, the outermost first; empty if it is a trust anchor's own. */
  public List<Verified<Delegation>> chain() {
    return chain;
  }

  /** End of the earliest validity among its delegations. */
  public Instant validUntil() {
    return validUntil;
  }

  Optional<AuthorityKey> key(KeyId keyId) {
    return keys.stream().filter(key -> key.keyId().equals(keyId)).findFirst();
  }

  /** The prefix and how it is proven. */
  @Override
  public String toString() {
    return "authority of " + prefix + " by " + chain.size() + " delegations";
  }
}
