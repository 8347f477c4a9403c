package dev.nameplate.error;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells errors behind which nothing in the process can be relied upon from those that fail one
 * call. Fatal are an exhausted heap (or space for classes), and internal errors of the virtual
 * machine: any thread may have lost an object half-way through a change. A stack that overflowed,
 * exhausted direct memory, an array beyond what the virtual machine can make and a thread that
 * cannot be started fail the one call that asked for it.
 */
public final class FatalErrors {
  /** How many causes are looked at: they may go in a circle. */
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
   * Whether a failure, or one of its causes, is fatal. Takes no memory of the heap.
   *
   * @param failure what was thrown; null is nothing
   */
  public static boolean isIn(@Nullable Throwable failure) {
    return first(failure) != null;
  }

  /**
   * Whether the fatal error in a failure says that memory is exhausted. Takes no memory of the
   * heap.
   *
   * @param failure what was thrown; null is nothing
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
