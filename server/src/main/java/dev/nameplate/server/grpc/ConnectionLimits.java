package dev.nameplate.server.grpc;

import dev.nameplate.store.Descriptors;
import java.time.Duration;

/**
 * How many connections there may be, and what each may use, so that none can take a server's memory
 * or time from the others. Immutable; the methods return changed copies.
 *
 * @param connections the most connections at a time, 1 to 1,000,000. A further one takes the place
 *     of the oldest that never asked something, else of the quietest without an open call; it is
 *     refused where there is none
 * @param connectionsOfAddress the most connections of one network address, 1 to {@code
 *     connections}; further ones only displace those of the same address
 * @param silentTime after how long a connection is closed on which no call was made yet
 * @param messageBytes the most bytes of a request, 512 KiB to 64 MiB; a record of 256 KiB must fit
 * @param metadataBytes the most bytes of a call's headers, 1 KiB to 64 KiB
 * @param concurrentCalls how many calls of one connection are open at a time, 1 to 65,536; further
 *     ones wait at the client
 * @param pingInterval how often a client may send keepalive pings, with or without calls; one that
 *     pings more often is sent away with {@code too_many_pings}
 * @param idleTime after how long without a call a connection is closed
 * @param keepAliveInterval after how long without a sign of life a client is pinged
 * @param keepAliveTimeout how long a pinged client may take to answer before its connection is
 *     closed
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
   * 10,000 connections, or what the file descriptors of this process allow; of one address all but
   * a quarter of them; 20 seconds until the first call. Requests of 1 MiB, headers of 8 KiB, 256
   * calls at a time, client pings 30 seconds apart, idle for 10 minutes, dead after 2 minutes of
   * silence and 20 seconds without an answer.
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

  /** The same with another number of connections; of one address all but a quarter of them. */
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

  /** The same with another time until the first call. */
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

  /** The same with another bound of a request. */
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

  /** The same with another number of concurrent calls. */
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

  /** The same with another time to be idle. */
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
