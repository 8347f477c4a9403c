package dev.nameplate.server.crash;

import io.grpc.ManagedChannel;

/**
 * One way of writing in bulk. What it asked of a server that is gone, and was given no receipt for,
 * it asks of the next under the same operation ids.
 */
interface Load {
  /**
   * Asks for what is in doubt, and then for more, until that is enough or the server is gone.
   *
   * @param channel to the server
   * @param address where that is
   * @param more how much more; 0 settles what is in doubt
   * @return whether everything was answered
   */
  boolean run(ManagedChannel channel, String address, int more) throws Exception;
}
