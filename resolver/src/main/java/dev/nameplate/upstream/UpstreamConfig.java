package dev.nameplate.upstream;

import dev.nameplate.cache.UpstreamCacheBounds;
import dev.nameplate.record.Endpoint;
import dev.nameplate.trust.chain.TrustAnchors;
import java.time.Clock;
import java.util.List;

/**
 * Configuration of questions to other nodes, with the trust anchors for their answers. Immutable;
 * the methods return changed copies.
 *
 * @param anchors the trust anchors, whose endpoints are asked first
 * @param recursiveNode endpoints of a recursive node to ask instead; empty to start at the anchors'
 *     nodes
 * @param endpointPolicy policy for endpoints named by other nodes
 * @param cache bounds of the cache
 * @param followChanges true to follow the logs of nodes that were asked, so that changed answers
 *     are dropped at once
 * @param clock the clock for the validity of statements
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

  /** Copy of this configuration that asks a recursive node instead. */
  public UpstreamConfig asking(List<Endpoint> node) {
    return new UpstreamConfig(anchors, node, endpointPolicy, cache, followChanges, clock);
  }

  /** Copy of this configuration with another policy for endpoints. */
  public UpstreamConfig withEndpointPolicy(EndpointPolicy other) {
    return new UpstreamConfig(anchors, recursiveNode, other, cache, followChanges, clock);
  }

  /** Copy of this configuration with other bounds of the cache. */
  public UpstreamConfig withCache(UpstreamCacheBounds other) {
    return new UpstreamConfig(anchors, recursiveNode, endpointPolicy, other, followChanges, clock);
  }

  /** Copy of this configuration that follows changes. */
  public UpstreamConfig followingChanges() {
    return new UpstreamConfig(anchors, recursiveNode, endpointPolicy, cache, true, clock);
  }

  /** Copy of this configuration with another clock. */
  public UpstreamConfig withClock(Clock other) {
    return new UpstreamConfig(anchors, recursiveNode, endpointPolicy, cache, followChanges, other);
  }
}
