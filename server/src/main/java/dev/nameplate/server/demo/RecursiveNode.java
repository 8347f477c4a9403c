package dev.nameplate.server.demo;

import dev.nameplate.access.Caller;
import dev.nameplate.record.Endpoint;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.grpc.NodeServices;
import dev.nameplate.server.operation.RecordOperations;
import dev.nameplate.server.operation.Recursion;
import dev.nameplate.upstream.NodeClient;
import dev.nameplate.upstream.UpstreamConfig;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A node without records that asks others for its callers, and caches their answers. */
final class RecursiveNode implements AutoCloseable {
  private static final int THREADS = 4;

  private final NodeClient client;
  private final ExecutorService threads;
  private final Listener listener;
  private final NodeConnection connection;

  private RecursiveNode(NodeClient client, ExecutorService threads, Listener listener) {
    this.client = client;
    this.threads = threads;
    this.listener = listener;
    this.connection = NodeConnection.to(listener.endpoint(), Duration.ofSeconds(10));
  }

  /** Opens a recursive node on a free port. */
  static RecursiveNode open(UpstreamConfig config) {
    NodeClient client = NodeClient.open(config);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      return new RecursiveNode(
          client,
          threads,
          Listener.of(
              NodeServices.of(
                  RecordOperations.asking(client, Recursion.on(threads)), Caller.STRANGER)));
    } catch (RuntimeException e) {
      threads.shutdown();
      client.close();
      throw e;
    }
  }

  /** Its endpoint. */
  Endpoint endpoint() {
    return listener.endpoint();
  }

  /** The way to it, over its port. */
  NodeConnection connection() {
    return connection;
  }

  @Override
  public void close() {
    connection.close();
    listener.close();
    threads.shutdownNow();
    client.close();
  }
}
