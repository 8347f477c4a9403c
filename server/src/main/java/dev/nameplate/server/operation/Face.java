package dev.nameplate.server.operation;

import dev.nameplate.record.Endpoint;
import java.time.Duration;

/** A way in which a node is reached: a port and what is spoken there. Thread-safe. */
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
   * Takes no further calls, waits for those in flight, then ends them. Idempotent.
   *
   * @param patience how long calls in flight may take
   * @throws InterruptedException if the thread is interrupted meanwhile; all calls are then ended
   */
  void drain(Duration patience) throws InterruptedException;
}
