package dev.nameplate.server.bench;

import dev.nameplate.node.Node;
import io.grpc.ServerServiceDefinition;
import java.util.List;

/** Serves a node as the {@code serve} command does, so that the real server is measured. */
@FunctionalInterface
public interface Serving {
  /** Serves the node, and further services, on a free port of this machine. */
  Served serve(Node node, List<ServerServiceDefinition> further);

  /**
   * A server that listens.
   *
   * @param port where
   * @param stop stops it
   */
  record Served(int port, Runnable stop) {}
}
