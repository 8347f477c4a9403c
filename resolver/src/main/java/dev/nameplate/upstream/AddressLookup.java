package dev.nameplate.upstream;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host by its name. Blocks. */
@FunctionalInterface
interface AddressLookup {
  /** Look-up by the machine's configuration: files, DNS. */
  AddressLookup OF_THE_MACHINE = host -> List.of(InetAddress.getAllByName(host));

  /**
   * The addresses, the preferred one first.
   *
   * @throws UnknownHostException if there is none
   */
  List<InetAddress> addressesOf(String host) throws UnknownHostException;
}
