package dev.nameplate.server.cli.output;

/** Exit codes of commands. */
public final class ExitCode {
  /** The command succeeded. */
  public static final int OK = 0;

  /** The answer is no (absent, not verified), or something failed. */
  public static final int NO = 1;

  /** The command line is wrong and can never succeed. */
  public static final int USAGE = 2;

  private ExitCode() {}
}
