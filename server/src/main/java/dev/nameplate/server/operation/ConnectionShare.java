package dev.nameplate.server.operation;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * An executor for the work of a connection on threads shared with other connections. No more of it
 * waits for these threads than there are threads, so that connections take turns: a connection with
 * many calls does not delay another that has few. Thread-safe.
 */
final class ConnectionShare implements Executor {
  private final Executor threads;
  private final int most;

  // Both guarded by this.
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int turns;

  /**
   * Creates a share without work.
   *
   * @param threads the shared threads, first come, first served
   * @param most number of threads
   */
  ConnectionShare(Executor threads, int most) {
    this.threads = threads;
    this.most = most;
  }

  @Override
  public void execute(Runnable task) {
    synchronized (this) {
      waiting.add(task);
      if (turns == most) {
        return;
      }
      turns++;
    }
    threads.execute(this::turn);
  }

  private void turn() {
    Runnable task = next();
    if (task == null) {
      return;
    }
    try {
      task.run();
    } finally {
      if (goesOn()) {
        threads.execute(this::turn);
      }
    }
  }

  private synchronized @Nullable Runnable next() {
    Runnable task = waiting.poll();
    if (task == null) {
      turns--;
    }
    return task;
  }

  private synchronized boolean goesOn() {
    if (waiting.isEmpty()) {
      turns--;
      return false;
    }
    return true;
  }
}
