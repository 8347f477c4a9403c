package dev.nameplate.server.operation;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * An answer of many parts, each made on demand. Used by one thread at a time; must be closed.
 *
 * @param <S> a part
 */
public interface Parts<S> extends AutoCloseable {
  /** True if there is another part; of an answer that {@linkplain #goesOn goes on}, now. */
  boolean hasNext();

  /** The next part. */
  S next();

  /** The threads on which the parts are made. */
  Executor threads();

  /** The threads on which to continue after a turn, or when there may be more parts. */
  default Executor later() {
    return threads();
  }

  /** Maximum parts made before others have their turn. */
  default int turn() {
    return Integer.MAX_VALUE;
  }

  /** Maximum time in which the whole answer is read. */
  default Duration longest() {
    return Duration.ofDays(365);
  }

  /** True if parts may follow after {@link #hasNext} returned false. */
  default boolean goesOn() {
    return false;
  }

  /** Registers a callback, which must not block, for when there may be more parts. */
  default void follow(Runnable more) {}

  /** Work on the answer begins: its time runs. */
  default void resume() {}

  /** Stops the clock of the answer while it waits for its reader. */
  default void pause() {}

  /** Frees the resources of the answer. Idempotent. */
  @Override
  void close();
}
