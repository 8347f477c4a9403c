package dev.nameplate.server.operation;

import dev.nameplate.record.Endpoint;
import java.time.Duration;

/** A network interface of a node: a port and its protocol. Thread-safe. */
public interface Face {
  /** Name of the face, for example {@code grpc}. */
  String name();

  /** Host, as it was configured, and port where it listens. */
  Endpoint address();

  /** Name and address, for example {@code grpc 127.0.0.1:7430}. */
  default String line() {
    return name() + " " + address();
  }

  /**
   * Accepts no further calls, waits for running calls, then ends them. Idempotent.
   *
   * @param patience time limit of running calls
   * @throws InterruptedException if the thread is interrupted meanwhile; all calls are then ended
   */
  void drain(Duration patience) throws InterruptedException;
}
