package dev.nameplate.error;

/**
 * A thread of a node that only passes refusals on to callers: an {@link InvalidInputException} or a
 * {@link PreconditionException} that is made on it has no stack trace. A method that throws such a
 * refusal to its caller fills the trace in ({@link Throwable#fillInStackTrace}) on the caller's
 * thread, where it says something.
 */
public final class RefusalThread extends Thread {
  /** A thread that is not started yet. */
  public RefusalThread(Runnable task, String name) {
    super(task, name);
  }

  static boolean isCurrent() {
    return Thread.currentThread() instanceof RefusalThread;
  }
}
