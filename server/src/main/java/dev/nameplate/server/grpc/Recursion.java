package dev.nameplate.server.grpc;

import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Whether callers may have the node ask others for them.
 *
 * @param threads where questions wait for other nodes, apart from those that need not; empty if
 *     callers may not
 */
public record Recursion(Optional<Executor> threads) {
  /** Callers may not. */
  public static final Recursion NONE = new Recursion(Optional.empty());

  /**
   * Callers may.
   *
   * @param threads where their questions wait; throws {@link
   *     java.util.concurrent.RejectedExecutionException} when too many do
   */
  public static Recursion on(Executor threads) {
    return new Recursion(Optional.of(threads));
  }
}
