package dev.nameplate.server.grpc;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NodeException;
import dev.nameplate.server.traffic.ServerLimits;
import java.net.InetSocketAddress;

/**
 * Address of the gRPC face, with limits of its callers. Immutable.
 *
 * @param host name or address to listen on
 * @param port 1 to 65535; 0 picks a free port
 * @param connections limits of connections
 * @param limits limits of all callers together
 */
public record GrpcConfig(String host, int port, ConnectionLimits connections, ServerLimits limits) {
  /** Default port of a node. */
  public static final int DEFAULT_PORT = 7430;

  /** Default host of a node. */
  public static final String DEFAULT_HOST = "127.0.0.1";

  /** Checks the ranges. */
  public GrpcConfig {
    if (host.isBlank()) {
      throw invalid("host", host, "a name or an address, for example " + DEFAULT_HOST);
    }
    if (port < 0 || port > 65_535) {
      throw invalid("port", Integer.toString(port), "0 to 65535; 0 picks a free port");
    }
  }

  /**
   * The address to listen on.
   *
   * @throws NodeException with reason {@code UNREACHABLE} if the host is unknown
   */
  public InetSocketAddress address() {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new NodeException(
          ErrorReason.UNREACHABLE,
          "host: \""
              + host
              + "\" is not an address of this machine (expected: a name or an address of this machine)");
    }
    return address;
  }

  static InvalidInputException invalid(String field, String value, String expected) {
    return InvalidInputException.of(field, value, expected);
  }
}
