package dev.nameplate.server.grpc;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.trust.Delegation;
import dev.nameplate.trust.SignedStatement;
import dev.nameplate.trust.TrustAnchor;
import dev.nameplate.trust.Verified;
import dev.nameplate.v1.PrefixDescription;
import java.util.List;

/**
 * Prefixes as the wire describes them. Thread-safe.
 *
 * @param anchor who the node is
 * @param chains what leads to them
 */
record PrefixDescriptions(TrustAnchor anchor, Chains chains) {
  /** Finds what proves a prefix. Thread-safe. */
  @FunctionalInterface
  interface Chains {
    /**
     * The delegations that lead down to a prefix that is the node's own or stands below one, the
     * outermost first, as far as the node knows them.
     */
    List<SignedStatement> down(Prefix prefix);
  }

  /** A prefix of the node itself. */
  PrefixDescription own(Prefix prefix) {
    return chained(served(prefix), prefix).build();
  }

  /** A prefix that the node allotted, with what leads to it. */
  PrefixDescription allotted(Verified<Delegation> delegation) {
    Prefix prefix = delegation.value().prefix();
    return chained(listed(delegation).toBuilder(), prefix.parent().orElse(prefix)).build();
  }

  /** A prefix that the node allotted. */
  PrefixDescription listed(Verified<Delegation> delegation) {
    Prefix prefix = delegation.value().prefix();
    PrefixDescription.Builder description =
        delegation.value().hosted()
            ? served(prefix)
            : PrefixDescription.newBuilder().setPrefix(prefix.toString());
    return description.setDelegation(delegation.statement().toProto()).build();
  }

  private PrefixDescription.Builder served(Prefix prefix) {
    return PrefixDescription.newBuilder()
        .setPrefix(prefix.toString())
        .setLog(anchor.log().text())
        .setAuthorityKey(anchor.authorityKey().spki().asByteString())
        .setCheckpointKey(anchor.checkpointKey().toString());
  }

  private PrefixDescription.Builder chained(PrefixDescription.Builder description, Prefix above) {
    chains.down(above).forEach(link -> description.addChain(link.toProto()));
    return description;
  }
}
