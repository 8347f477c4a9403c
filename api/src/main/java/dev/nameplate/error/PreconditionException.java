package dev.nameplate.error;

/**
 * A well-formed request that the current state of the node or the log does not allow. Nothing was
 * changed.
 */
public non-sealed class PreconditionException extends NameplateException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception; the message names the failed precondition in one line. */
  public PreconditionException(ErrorReason reason, String message) {
    super(reason, message, null);
  }

  @Override
  @SuppressWarnings(
      "UnsynchronizedOverridesSynchronized") // the other one is called where it matters
  public Throwable fillInStackTrace() {
    return RefusalThread.isCurrent() ? this : super.fillInStackTrace();
  }
}
