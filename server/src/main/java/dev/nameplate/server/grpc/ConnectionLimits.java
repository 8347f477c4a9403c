package dev.nameplate.server.grpc;

import dev.nameplate.store.Descriptors;
import java.time.Duration;

/**
 * Limits of connections, so that none can take a server's memory or time from the others.
 * Immutable; the methods return changed copies.
 *
 * @param connections the most connections at a time, 1 to 1,000,000. A further connection replaces
 *     the oldest that never made a call, else the quietest without an open call; it is refused if
 *     there is none
 * @param connectionsOfAddress the most connections of a network address, 1 to {@code connections};
 *     further connections only replace those of the same address
 * @param silentTime time without a first call after which a connection is closed
 * @param messageBytes the most bytes of a request, 512 KiB to 64 MiB; a record of 256 KiB must fit
 * @param metadataBytes the most bytes of a call's headers, 1 KiB to 64 KiB
 * @param concurrentCalls the most open calls of a connection, 1 to 65,536; further calls wait at
 *     the client
 * @param pingInterval minimum interval of a client's keepalive pings, with or without calls; a
 *     client that pings more often is disconnected with {@code too_many_pings}
 * @param idleTime time without a call after which a connection is closed
 * @param keepAliveInterval time without activity after which a client is pinged
 * @param keepAliveTimeout time limit of a client's answer to a ping
 */
public record ConnectionLimits(
    int connections,
    int connectionsOfAddress,
    Duration silentTime,
    int messageBytes,
    int metadataBytes,
    int concurrentCalls,
    Duration pingInterval,
    Duration idleTime,
    Duration keepAliveInterval,
    Duration keepAliveTimeout) {
  private static final int MOST_CONNECTIONS = 1_000_000;
  private static final int USUAL_CONNECTIONS =
      Math.min(10_000, Descriptors.forConnections(Descriptors.limit()));

  /**
   * Default limits: 10,000 connections, or what the file descriptors of this process allow; of one
   * address all but a quarter of them; 20 seconds until the first call. Requests of 1 MiB, headers
   * of 8 KiB, 256 calls at a time, client pings 30 seconds apart, idle for 10 minutes, dead after 2
   * minutes of silence and 20 seconds without an answer.
   */
  public static final ConnectionLimits DEFAULT =
      new ConnectionLimits(
          USUAL_CONNECTIONS,
          ofAddress(USUAL_CONNECTIONS),
          Duration.ofSeconds(20),
          1 << 20,
          8 << 10,
          256,
          Duration.ofSeconds(30),
          Duration.ofMinutes(10),
          Duration.ofMinutes(2),
          Duration.ofSeconds(20));

  /** Checks the ranges. */
  public ConnectionLimits {
    require("connections", connections, 1, MOST_CONNECTIONS);
    require("connectionsOfAddress", connectionsOfAddress, 1, connections);
    require("silentTime", silentTime);
    require("messageBytes", messageBytes, 512 << 10, 64 << 20);
    require("metadataBytes", metadataBytes, 1 << 10, 64 << 10);
    require("concurrentCalls", concurrentCalls, 1, 1 << 16);
    require("pingInterval", pingInterval);
    require("idleTime", idleTime);
    require("keepAliveInterval", keepAliveInterval);
    require("keepAliveTimeout", keepAliveTimeout);
  }

  /** Copy of these limits with another number of connections, three quarters of it per address. */
  public ConnectionLimits withConnections(int other) {
    return new ConnectionLimits(
        other,
        ofAddress(other),
        silentTime,
        messageBytes,
        metadataBytes,
        concurrentCalls,
        pingInterval,
        idleTime,
        keepAliveInterval,
        keepAliveTimeout);
  }

  /** Copy of these limits with another time until the first call. */
  public ConnectionLimits withSilentTime(Duration other) {
    return new ConnectionLimits(
        connections,
        connectionsOfAddress,
        other,
        messageBytes,
        metadataBytes,
        concurrentCalls,
        pingInterval,
        idleTime,
        keepAliveInterval,
        keepAliveTimeout);
  }

  /** Copy of these limits with another limit of request bytes. */
  public ConnectionLimits withMessageBytes(int other) {
    return new ConnectionLimits(
        connections,
        connectionsOfAddress,
        silentTime,
        other,
        metadataBytes,
        concurrentCalls,
        pingInterval,
        idleTime,
        keepAliveInterval,
        keepAliveTimeout);
  }

  /** Copy of these limits with another number of concurrent calls. */
  public ConnectionLimits withConcurrentCalls(int other) {
    return new ConnectionLimits(
        connections,
        connectionsOfAddress,
        silentTime,
        messageBytes,
        metadataBytes,
        other,
        pingInterval,
        idleTime,
        keepAliveInterval,
        keepAliveTimeout);
  }

  /** Copy of these limits with another idle time. */
  public ConnectionLimits withIdleTime(Duration other) {
    return new ConnectionLimits(
        connections,
        connectionsOfAddress,
        silentTime,
        messageBytes,
        metadataBytes,
        concurrentCalls,
        pingInterval,
        other,
        keepAliveInterval,
        keepAliveTimeout);
  }

  private static int ofAddress(int connections) {
    return connections - connections / 4;
  }

  private static void require(String field, int value, int least, int most) {
    if (value < least || value > most) {
      throw GrpcConfig.invalid(field, Integer.toString(value), least + " to " + most);
    }
  }

  private static void require(String field, Duration value) {
    if (value.toMillis() < 1 || value.compareTo(Duration.ofDays(1)) > 0) {
      throw GrpcConfig.invalid(field, value.toString(), "1 ms to one day");
    }
  }
}
