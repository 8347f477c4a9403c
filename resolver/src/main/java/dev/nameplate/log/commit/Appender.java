package dev.nameplate.log.commit;

import dev.nameplate.access.Caller;
import dev.nameplate.error.NameplateException;
import dev.nameplate.log.Receipt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Takes writes for a log: the owner's {@link StatementLog} commits them, the appender of a process
 * that only reads the log refuses each. Thread-safe.
 */
@FunctionalInterface
public interface Appender {
  /**
   * Takes a write. Returns at once, except that it waits up to ten seconds for room when too many
   * writes are waiting.
   *
   * @return completes with the receipt once the write is committed, or with a {@link
   *     NameplateException}
   * @throws NameplateException if the write cannot be taken: malformed, for another prefix, {@code
   *     OVERLOADED}, {@code READ_ONLY}, or {@code NODE_STOPPED}; nothing changed
   */
  CompletableFuture<Receipt> append(Write write, Caller caller);

  /** Takes a write of the operator. */
  default CompletableFuture<Receipt> append(Write write) {
    return append(write, Caller.OPERATOR);
  }

  /**
   * Refuses every write.
   *
   * @param refusal makes the error of each
   */
  static Appender refusing(Supplier<? extends NameplateException> refusal) {
    return (write, caller) -> {
      throw refusal.get();
    };
  }
}
