package dev.nameplate.server.bench;

import dev.nameplate.node.Node;
import io.grpc.ServerServiceDefinition;
import java.util.List;

/** Serves a node as this process would, so that what is measured is the server that people run. */
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
