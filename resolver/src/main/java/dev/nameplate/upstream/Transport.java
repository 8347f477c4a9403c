package dev.nameplate.upstream;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * What all questions to other nodes share. Thread-safe.
 *
 * @param policy where endpoints that other nodes named may lead
 * @param timings how long is waited for what
 * @param ownAddresses looks up what the operator named: nobody else's slow names delay that
 * @param othersAddresses looks up what other nodes named
 * @param connections the connections
 * @param health how the endpoints did
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

  /** The first of a host's addresses that may be dialled for a target. */
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
