package dev.nameplate.server.operation;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The open streams of a kind in a server. A connection gets at most an eighth of the free seats,
 * but always a few: so no connection leaves the others without a seat. Thread-safe.
 */
final class Openings {
  private static final int SHARE = 8;
  private static final int FEW = 4;

  private final String what;
  private final int most;

  // Both guarded by this.
  private final Map<Object, Integer> ofConnections = new HashMap<>();
  private int open;

  /** The place of a stream while it is open. */
  interface Seat {
    /** Returns the seat; must be called once. */
    void close();
  }

  /**
   * Creates it without open streams.
   *
   * @param what name of the streams, in the plural, for messages
   */
  Openings(String what, int most) {
    this.what = what;
    this.most = most;
  }

  /**
   * Opens another, for a call.
   *
   * @throws NodeException {@code OVERLOADED} if too many are
   */
  synchronized Seat open(Call call) {
    if (open >= most) {
      throw refused(most + " " + what + " are open");
    }
    Object connection = call.connection().orElse(null);
    if (connection != null) {
      int mine = ofConnections.getOrDefault(connection, 0);
      if (mine >= Math.max(FEW, (most - open) / SHARE)) {
        throw refused("this connection has " + mine + " " + what + " open");
      }
      ofConnections.put(connection, mine + 1);
    }
    open++;
    return () -> close(connection);
  }

  private synchronized void close(@Nullable Object connection) {
    open--;
    if (connection != null) {
      ofConnections.computeIfPresent(
          connection, (any, mine) -> mine == 1 ? null : Integer.valueOf(mine - 1));
    }
  }

  private static NodeException refused(String why) {
    return new NodeException(
        ErrorReason.OVERLOADED, "node: " + why + " (expected: fewer); retry when some have ended");
  }
}
