package dev.nameplate.server;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.server.grpc.ConnectionLimits;
import dev.nameplate.server.grpc.GrpcConfig;
import dev.nameplate.server.traffic.ServerLimits;
import java.time.Duration;

/**
 * Configuration of a server: faces, permissions and times. Immutable; the methods return changed
 * copies.
 *
 * <p>There is no transport security and no client authentication yet. Therefore the default host is
 * reachable from this machine only, and on any other host writes are refused unless allowed
 * explicitly.
 *
 * @param grpc address of the gRPC face, and limits of its callers
 * @param allowRemoteRegistration true to allow writes on a host that is not loopback; only behind a
 *     firewall or a proxy that controls access
 * @param offerRecursion true to let callers have the node ask other nodes
 * @param drainTime time for running calls to finish when the server closes, at most one hour
 * @param questionTime time limit of a trace, a recall, a balance, a list or a search, up to one
 *     hour
 */
public record ServerConfig(
    GrpcConfig grpc,
    boolean allowRemoteRegistration,
    boolean offerRecursion,
    Duration drainTime,
    Duration questionTime) {
  /** Default time limit of a question. */
  public static final Duration DEFAULT_QUESTION_TIME = Duration.ofSeconds(30);

  /** Checks the ranges. */
  public ServerConfig {
    if (drainTime.isNegative() || drainTime.compareTo(Duration.ofHours(1)) > 0) {
      throw invalid("drainTime", drainTime.toString(), "0 to one hour");
    }
    if (questionTime.isNegative()
        || questionTime.isZero()
        || questionTime.compareTo(Duration.ofHours(1)) > 0) {
      throw invalid("questionTime", questionTime.toString(), "more than 0, to one hour");
    }
  }

  /** On {@link GrpcConfig#DEFAULT_HOST}, with ten seconds to drain. */
  public static ServerConfig onPort(int port) {
    return new ServerConfig(
        new GrpcConfig(
            GrpcConfig.DEFAULT_HOST, port, ConnectionLimits.DEFAULT, ServerLimits.ofProcess()),
        false,
        false,
        Duration.ofSeconds(10),
        DEFAULT_QUESTION_TIME);
  }

  /** Copy of this configuration with another gRPC face. */
  public ServerConfig with(GrpcConfig other) {
    return new ServerConfig(
        other, allowRemoteRegistration, offerRecursion, drainTime, questionTime);
  }

  /** Copy of this configuration with another host. */
  public ServerConfig withHost(String other) {
    return with(new GrpcConfig(other, grpc.port(), grpc.connections(), grpc.limits()));
  }

  /** Copy of this configuration with other limits of all callers together. */
  public ServerConfig withLimits(ServerLimits other) {
    return with(new GrpcConfig(grpc.host(), grpc.port(), grpc.connections(), other));
  }

  /** Copy of this configuration with other limits of connections. */
  public ServerConfig withConnections(ConnectionLimits other) {
    return with(new GrpcConfig(grpc.host(), grpc.port(), other, grpc.limits()));
  }

  /** Copy of this configuration with writes allowed on any host. */
  public ServerConfig allowingRemoteRegistration() {
    return new ServerConfig(grpc, true, offerRecursion, drainTime, questionTime);
  }

  /** Copy of this configuration that asks other nodes for its callers. */
  public ServerConfig offeringRecursion() {
    return new ServerConfig(grpc, allowRemoteRegistration, true, drainTime, questionTime);
  }

  /** Copy of this configuration with another time to drain. */
  public ServerConfig withDrainTime(Duration other) {
    return new ServerConfig(grpc, allowRemoteRegistration, offerRecursion, other, questionTime);
  }

  /** Copy of this configuration with another time limit of a question. */
  public ServerConfig withQuestionTime(Duration other) {
    return new ServerConfig(grpc, allowRemoteRegistration, offerRecursion, drainTime, other);
  }

  static InvalidInputException invalid(String field, String value, String expected) {
    return new InvalidInputException(ErrorReason.INVALID_ARGUMENT, field, value, expected);
  }
}
