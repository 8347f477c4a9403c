package dev.nameplate.error;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes errors that make the process unreliable from errors that fail one call. Fatal are
 * an exhausted heap (or class space), and internal errors of the virtual machine: any thread may
 * have left an object half-way through a change. A stack overflow, exhausted direct memory, an
 * array beyond the virtual machine's limit and a thread that cannot be started fail only the call
 * that caused them.
 */
public final class FatalErrors {
  /** The most causes that are followed, because causes may be circular. */
  private static final int MOST_CAUSES = 16;

  /**
   * Parts of the messages of the JDK ("Direct buffer memory", "Cannot reserve … bytes of direct
   * buffer memory", "Map failed", "unable to create native thread", "Requested array size exceeds
   * VM limit") and of Netty ("failed to allocate … byte(s) of direct memory").
   */
  private static final List<String> ONE_CALL =
      List.of(
          "irect buffer memory",
          "direct memory",
          "Map failed",
          "native thread",
          "Requested array size");

  private FatalErrors() {}

  /**
   * True if a failure, or one of its causes, is fatal. Allocates nothing on the heap.
   *
   * @param failure the throwable; null for none
   */
  public static boolean isIn(@Nullable Throwable failure) {
    return first(failure) != null;
  }

  /**
   * True if a failure, or one of its causes, reports exhausted memory. Allocates nothing on the
   * heap.
   *
   * @param failure the throwable; null for none
   */
  public static boolean isWantOfMemory(@Nullable Throwable failure) {
    return first(failure) instanceof OutOfMemoryError;
  }

  private static @Nullable VirtualMachineError first(@Nullable Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
      if (cause instanceof VirtualMachineError error && isFatal(error)) {
        return error;
      }
      cause = cause.getCause();
    }
    return null;
  }

  private static boolean isFatal(VirtualMachineError error) {
    if (error instanceof StackOverflowError) {
      return false;
    }
    String message = error.getMessage();
    if (!(error instanceof OutOfMemoryError) || message == null) {
      return true;
    }
    for (int i = 0; i < ONE_CALL.size(); i++) {
      if (message.contains(ONE_CALL.get(i))) {
        return false;
      }
    }
    return true;
  }
}
