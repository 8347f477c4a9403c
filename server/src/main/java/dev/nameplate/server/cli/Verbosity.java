package dev.nameplate.server.cli;

import java.util.List;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Level of detail of messages on standard error. */
enum Verbosity {
  /** Warnings, a line each. */
  QUIET("WARN", "ERROR", "%nopex"),
  /** Also shows actions, and causes of failures. */
  VERBOSE("INFO", "ERROR", "%causes"),
  /** Also shows messages of libraries. */
  LOUD("DEBUG", "DEBUG", "%causes");

  private final String level;
  private final String libraries;
  private final String causes;

  Verbosity(String level, String libraries, String causes) {
    this.level = level;
    this.libraries = libraries;
    this.causes = causes;
  }

  /**
   * The level in the arguments, which are scanned before they are parsed: logging begins with the
   * first class.
   */
  static Verbosity of(List<String> arguments) {
    long times =
        arguments.stream()
            .mapToLong(
                argument ->
                    argument.equals("--verbose")
                        ? 1
                        : argument.matches("-v+") ? argument.length() - 1 : 0)
            .sum();
    return times == 0 ? QUIET : times == 1 ? VERBOSE : LOUD;
  }

  /** Configures {@code logback.xml}, if logging has not begun yet. */
  void apply() {
    System.setProperty("nameplate.log.level", level);
    System.setProperty("nameplate.log.libraries", libraries);
    System.setProperty("nameplate.log.causes", causes);
  }

  /** Redirects {@code java.util.logging} to it, before a command runs; a help logs nothing. */
  static void redirect() {
    if (!SLF4JBridgeHandler.isInstalled()) {
      SLF4JBridgeHandler.removeHandlersForRootLogger();
      SLF4JBridgeHandler.install();
    }
  }

  /** True to print stack traces. */
  boolean showsCauses() {
    return this != QUIET;
  }
}
