package dev.nameplate.trace;

/** The time of a walk is up; what it holds stays as it is. */
final class TimeUpException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TimeUpException() {
    super("time is up", null, false, false);
  }
}
