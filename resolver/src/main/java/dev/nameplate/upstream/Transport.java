package dev.nameplate.upstream;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * Resources shared by all questions to other nodes. Thread-safe.
 *
 * @param policy policy for endpoints named by other nodes
 * @param timings the timings
 * @param ownAddresses look-up of names given by the operator, which slow names of others cannot
 *     delay
 * @param othersAddresses look-up of names given by other nodes
 * @param connections the connections
 * @param health the health of endpoints
 */
record Transport(
    EndpointPolicy policy,
    UpstreamTimings timings,
    Addresses ownAddresses,
    Addresses othersAddresses,
    Connections connections,
    EndpointHealth health)
    implements AutoCloseable {

  static Transport of(
      EndpointPolicy policy, UpstreamTimings timings, AddressLookup lookup, LongSupplier nanoTime) {
    return new Transport(
        policy,
        timings,
        new Addresses(lookup),
        new Addresses(lookup),
        new Connections(timings),
        new EndpointHealth(timings, nanoTime));
  }

  /** Looks for the addresses of one of a target's hosts. */
  CompletionStage<List<InetAddress>> addresses(Target target, String host) {
    return (target.configured() ? ownAddresses : othersAddresses).of(host);
  }

  /** The first of a host's addresses that is allowed for a target. */
  Optional<InetAddress> allowed(Target target, List<InetAddress> addresses) {
    return addresses.stream()
        .filter(address -> target.configured() || policy.allows(address))
        .findFirst();
  }

  @Override
  public void close() {
    connections.close();
    ownAddresses.close();
    othersAddresses.close();
  }
}
