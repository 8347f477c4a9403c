package dev.nameplate.server.operation;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

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
        "node: too many questions wait for other nodes (expected: room); ask again later",
        e);
  }
}
