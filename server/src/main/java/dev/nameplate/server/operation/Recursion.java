package dev.nameplate.server.operation;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Permission for callers to have the node ask other nodes.
 *
 * @param threads threads for questions that wait for other nodes; empty if not permitted
 */
public record Recursion(Optional<Executor> threads) {
  /** Callers may not. */
  public static final Recursion NONE = new Recursion(Optional.empty());

  /**
   * Callers may.
   *
   * @param threads where their questions wait; throws {@link RejectedExecutionException} when too
   *     many do
   */
  public static Recursion on(Executor threads) {
    return new Recursion(Optional.of(threads));
  }

  /** The error of a question for which too many others wait. */
  public static NodeException overloaded(RejectedExecutionException e) {
    return new NodeException(
        ErrorReason.OVERLOADED,
        "node: too many requests wait for other nodes (expected: fewer); retry later",
        e);
  }
}
