package dev.nameplate.server.cli.output;

/** What a command returns to whoever started it. */
public final class ExitCode {
  /** It did what it was told. */
  public static final int OK = 0;

  /** The answer is no (absent, not verified), or something failed. */
  public static final int NO = 1;

  /** The command line is wrong: as it stands it can never succeed. */
  public static final int USAGE = 2;

  private ExitCode() {}
}
