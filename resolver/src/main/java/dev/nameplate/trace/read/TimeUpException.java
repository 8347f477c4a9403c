package dev.nameplate.trace.read;

/** The time of a walk is up; its results so far stay valid. */
public final class TimeUpException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TimeUpException() {
    super("time is up", null, false, false);
  }
}
