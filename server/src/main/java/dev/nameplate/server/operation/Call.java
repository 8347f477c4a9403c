package dev.nameplate.server.operation;

import dev.nameplate.access.Caller;
import dev.nameplate.resolve.Budget;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A call of an operation.
 *
 * @param caller the caller
 * @param timeLeft time until the caller's deadline; empty for none
 * @param over true once the answer is no longer wanted; called often, on any thread
 * @param connection identity of the connection of the call; empty in this process
 */
public record Call(
    Caller caller, Optional<Duration> timeLeft, BooleanSupplier over, Optional<Object> connection) {
  /** A call in this process, which waits for its answer. */
  public static Call of(Caller caller) {
    return new Call(caller, Optional.empty(), () -> false, Optional.empty());
  }

  /** A budget within the time of the call. The budget ends when the call is over. */
  public Budget budget(Budget.Limits limits) {
    return Budget.of(timeLeft.map(limits::within).orElse(limits), over);
  }
}
