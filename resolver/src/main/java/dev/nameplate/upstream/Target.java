package dev.nameplate.upstream;

import dev.nameplate.record.Endpoint;
import java.util.List;

/**
 * Whom to ask: the endpoints of one node, any of which answers for all.
 *
 * @param authority the prefix it is asked as the authority of; empty for a recursive node
 * @param endpoints where it listens, the preferred one first; those beyond the eighth are ignored
 * @param configured whether the operator named the endpoints; those that other nodes named are
 *     dialled only where an {@link EndpointPolicy} allows it
 */
public record Target(String authority, List<Endpoint> endpoints, boolean configured) {
  /** Copies the list. */
  public Target {
    endpoints = List.copyOf(endpoints);
  }
}
