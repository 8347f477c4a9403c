package dev.nameplate.upstream;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs the work that comes with answers on the thread that waits for them, one after the other, and
 * never on the transport's threads. Once closed, what still comes is done where it comes from: that
 * is only tidying up.
 */
final class CallerThread implements Executor, AutoCloseable {
  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private boolean closed;

  @Override
  public void execute(Runnable task) {
    synchronized (this) {
      if (!closed) {
        tasks.add(task);
        return;
      }
    }
    task.run();
  }

  /** Waits for a task up to a time, and runs it. */
  void work(long nanos) throws InterruptedException {
    Runnable first = tasks.poll(nanos, TimeUnit.NANOSECONDS);
    if (first != null) {
      first.run();
    }
  }

  /** Runs the remaining tasks. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    for (@Nullable Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }
}
