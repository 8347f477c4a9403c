package dev.nameplate.error;

/**
 * What was asked is well-formed, but the state of the node or the log says no. Nothing was changed.
 */
public non-sealed class PreconditionException extends NameplateException {
  private static final long serialVersionUID = 1L;

  /** Says which precondition does not hold, in one line. */
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
