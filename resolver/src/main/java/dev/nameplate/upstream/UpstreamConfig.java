package dev.nameplate.upstream;

import dev.nameplate.cache.UpstreamCacheBounds;
import dev.nameplate.record.Endpoint;
import dev.nameplate.trust.chain.TrustAnchors;
import java.time.Clock;
import java.util.List;

/**
 * How other nodes are asked, and whom to believe. Immutable; the methods return changed copies.
 *
 * @param anchors whom to believe, and, by their endpoints, whom to ask first
 * @param recursiveNode endpoints of a recursive node that does the asking; empty to ask from the
 *     anchors' nodes on
 * @param endpointPolicy where the endpoints that other nodes name may lead
 * @param cache how much of their answers is kept
 * @param followChanges whether to follow the logs of nodes that were asked, so that what they
 *     change is forgotten at once
 * @param clock tells whether statements count now
 */
public record UpstreamConfig(
    TrustAnchors anchors,
    List<Endpoint> recursiveNode,
    EndpointPolicy endpointPolicy,
    UpstreamCacheBounds cache,
    boolean followChanges,
    Clock clock) {
  /** Copies the list. */
  public UpstreamConfig {
    recursiveNode = List.copyOf(recursiveNode);
  }

  /** Asks from the anchors' nodes on, with every other setting at its default. */
  public static UpstreamConfig trusting(TrustAnchors anchors) {
    return new UpstreamConfig(
        anchors,
        List.of(),
        EndpointPolicy.PUBLIC,
        UpstreamCacheBounds.DEFAULT,
        false,
        Clock.systemUTC());
  }

  /** The same, asking a recursive node instead. */
  public UpstreamConfig asking(List<Endpoint> node) {
    return new UpstreamConfig(anchors, node, endpointPolicy, cache, followChanges, clock);
  }

  /** The same with another policy for endpoints. */
  public UpstreamConfig withEndpointPolicy(EndpointPolicy other) {
    return new UpstreamConfig(anchors, recursiveNode, other, cache, followChanges, clock);
  }

  /** The same with other bounds of the cache. */
  public UpstreamConfig withCache(UpstreamCacheBounds other) {
    return new UpstreamConfig(anchors, recursiveNode, endpointPolicy, other, followChanges, clock);
  }

  /** The same, following changes. */
  public UpstreamConfig followingChanges() {
    return new UpstreamConfig(anchors, recursiveNode, endpointPolicy, cache, true, clock);
  }

  /** The same with another clock. */
  public UpstreamConfig withClock(Clock other) {
    return new UpstreamConfig(anchors, recursiveNode, endpointPolicy, cache, followChanges, other);
  }
}
