package dev.nameplate.upstream;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Allowed addresses of endpoints that other nodes name. Otherwise any writer of a delegation could
 * make this node talk to itself, to its operator's internal network, or to the metadata service of
 * its machine.
 *
 * <p>Addresses that are globally reachable are always allowed, loopback and private ones if the
 * operator allows them, all others never: link-local ones (with the metadata services), multicast
 * and broadcast, unspecified, documentation, benchmarking and reserved ones, and IPv6 addresses
 * that lead to IPv4 by a tunnel. An address of NAT64 is allowed if the IPv4 address in it is
 * public. The rule applies to the dialled address, not to the name.
 *
 * <p><b>Source:</b> the IANA registries of special-purpose addresses (RFC 6890, RFC 8190); RFC
 * 6052, section 2.1, for NAT64; RFC 4291, section 2.5.5.2, for IPv4-mapped addresses, which Java
 * converts to IPv4.
 */
public final class EndpointPolicy {
  /** Globally reachable addresses only. */
  public static final EndpointPolicy PUBLIC = new EndpointPolicy(false, false);

  private static final List<AddressRange> LOOPBACK = ranges("127.0.0.0/8", "::1/128");
  private static final List<AddressRange> PRIVATE =
      ranges("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7");
  private static final List<AddressRange> SPECIAL =
      ranges(
          "0.0.0.0/8", // this network
          "10.0.0.0/8",
          "100.64.0.0/10", // behind a carrier's NAT
          "127.0.0.0/8",
          "169.254.0.0/16", // link-local, metadata services
          "172.16.0.0/12",
          "192.0.0.0/24", // protocol assignments
          "192.0.2.0/24", // documentation
          "192.88.99.0/24", // 6to4 relays
          "192.168.0.0/16",
          "198.18.0.0/15", // benchmarking
          "198.51.100.0/24", // documentation
          "203.0.113.0/24", // documentation
          "224.0.0.0/4", // multicast
          "240.0.0.0/4", // reserved, broadcast
          "2001::/23", // protocol assignments, Teredo
          "2001:db8::/32", // documentation
          "2002::/16", // 6to4
          "3fff::/20"); // documentation
  private static final AddressRange GLOBAL_UNICAST = AddressRange.of("2000::/3");
  private static final AddressRange NAT64 = AddressRange.of("64:ff9b::/96");

  private final boolean loopback;
  private final boolean privateRanges;

  private EndpointPolicy(boolean loopback, boolean privateRanges) {
    this.loopback = loopback;
    this.privateRanges = privateRanges;
  }

  /** Copy of this policy that also allows this machine: for trials. */
  public EndpointPolicy allowingLoopback() {
    return new EndpointPolicy(true, privateRanges);
  }

  /** Copy of this policy that also allows private networks (RFC 1918, RFC 4193, RFC 6598). */
  public EndpointPolicy allowingPrivate() {
    return new EndpointPolicy(loopback, true);
  }

  /** True if an endpoint that another node named may have the address. */
  public boolean allows(InetAddress address) {
    byte[] bytes = address.getAddress();
    return isPublic(bytes)
        || (loopback && isIn(LOOPBACK, bytes))
        || (privateRanges && isIn(PRIVATE, bytes));
  }

  private static boolean isPublic(byte[] address) {
    if (NAT64.contains(address)) {
      return isPublic(Arrays.copyOfRange(address, 12, 16));
    }
    return !isIn(SPECIAL, address) && (address.length == 4 || GLOBAL_UNICAST.contains(address));
  }

  private static boolean isIn(List<AddressRange> ranges, byte[] address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }

  private static List<AddressRange> ranges(String... ranges) {
    return Stream.of(ranges).map(AddressRange::of).toList();
  }
}
