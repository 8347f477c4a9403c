package dev.nameplate.upstream;

import dev.nameplate.record.Endpoint;
import java.util.List;

/**
 * The endpoints of a node to ask, any of which answers for all.
 *
 * @param authority the prefix whose authority the node is; empty for a recursive node
 * @param endpoints its endpoints, the preferred endpoint first; those beyond the eighth are ignored
 * @param configured true if the operator named the endpoints; those named by other nodes are
 *     dialled only if an {@link EndpointPolicy} allows it
 */
public record Target(String authority, List<Endpoint> endpoints, boolean configured) {
  /** Copies the list. */
  public Target {
    endpoints = List.copyOf(endpoints);
  }

  /** Name of the node, for messages. */
  String node() {
    return authority.isEmpty() ? "recursive node" : "node for \"" + authority + "\"";
  }
}
