package dev.nameplate.server;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.server.traffic.ServerLimits;
import java.time.Duration;

/**
 * Where and how a node is served over gRPC. Immutable; the methods return changed copies.
 *
 * <p>There is no transport security and no client authentication yet. Therefore the default host is
 * reachable from this machine only, and on any other the service for registration is left out
 * unless it is allowed expressly.
 *
 * @param host name or address to listen on
 * @param port 1 to 65535; 0 picks a free one
 * @param allowRemoteRegistration whether those who reach a host that is not a loopback one may
 *     write records; say yes only where a firewall or a proxy decides who reaches it
 * @param offerRecursion whether callers may have the node ask others for them
 * @param drainTime how long calls in flight may take to finish when the server closes, at most one
 *     hour
 * @param questionTime how long the work on a trace, a recall, a balance, a list or a search may
 *     take, up to one hour
 * @param connections what one connection may use
 * @param limits what all callers together may use
 */
public record ServerConfig(
    String host,
    int port,
    boolean allowRemoteRegistration,
    boolean offerRecursion,
    Duration drainTime,
    Duration questionTime,
    ConnectionLimits connections,
    ServerLimits limits) {
  /** The port of a node that was not given one. */
  public static final int DEFAULT_PORT = 7430;

  /** The host of a node that was not given one. */
  public static final String DEFAULT_HOST = "127.0.0.1";

  /** The time for a question that was not given another. */
  public static final Duration DEFAULT_QUESTION_TIME = Duration.ofSeconds(30);

  /** Checks the ranges. */
  public ServerConfig {
    if (host.isBlank()) {
      throw invalid("host", host, "a name or an address, for example " + DEFAULT_HOST);
    }
    if (port < 0 || port > 65_535) {
      throw invalid("port", Integer.toString(port), "0 to 65535, 0 picks a free one");
    }
    if (drainTime.isNegative() || drainTime.compareTo(Duration.ofHours(1)) > 0) {
      throw invalid("drainTime", drainTime.toString(), "0 to one hour");
    }
    if (questionTime.isNegative()
        || questionTime.isZero()
        || questionTime.compareTo(Duration.ofHours(1)) > 0) {
      throw invalid("questionTime", questionTime.toString(), "more than 0, to one hour");
    }
  }

  /** On {@link #DEFAULT_HOST}, with ten seconds to drain. */
  public static ServerConfig onPort(int port) {
    return new ServerConfig(
        DEFAULT_HOST,
        port,
        false,
        false,
        Duration.ofSeconds(10),
        DEFAULT_QUESTION_TIME,
        ConnectionLimits.DEFAULT,
        ServerLimits.ofProcess());
  }

  /** The same on another host. */
  public ServerConfig withHost(String other) {
    return new ServerConfig(
        other,
        port,
        allowRemoteRegistration,
        offerRecursion,
        drainTime,
        questionTime,
        connections,
        limits);
  }

  /** The same, with registration on any host. */
  public ServerConfig allowingRemoteRegistration() {
    return new ServerConfig(
        host, port, true, offerRecursion, drainTime, questionTime, connections, limits);
  }

  /** The same, asking other nodes for its callers. */
  public ServerConfig offeringRecursion() {
    return new ServerConfig(
        host, port, allowRemoteRegistration, true, drainTime, questionTime, connections, limits);
  }

  /** The same with another time to drain. */
  public ServerConfig withDrainTime(Duration other) {
    return new ServerConfig(
        host,
        port,
        allowRemoteRegistration,
        offerRecursion,
        other,
        questionTime,
        connections,
        limits);
  }

  /** The same with another time for a question. */
  public ServerConfig withQuestionTime(Duration other) {
    return new ServerConfig(
        host, port, allowRemoteRegistration, offerRecursion, drainTime, other, connections, limits);
  }

  /** The same with other limits of all callers together. */
  public ServerConfig withLimits(ServerLimits other) {
    return new ServerConfig(
        host,
        port,
        allowRemoteRegistration,
        offerRecursion,
        drainTime,
        questionTime,
        connections,
        other);
  }

  /** The same with other limits of connections. */
  public ServerConfig withConnections(ConnectionLimits other) {
    return new ServerConfig(
        host,
        port,
        allowRemoteRegistration,
        offerRecursion,
        drainTime,
        questionTime,
        other,
        limits);
  }

  static InvalidInputException invalid(String field, String value, String expected) {
    return new InvalidInputException(ErrorReason.INVALID_ARGUMENT, field, value, expected);
  }
}
