package dev.nameplate.server.cli.output;

import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Surroundings of a command: its streams, its environment, and the person at the console, if any.
 *
 * @param in standard input
 * @param out standard output, in UTF-8 whatever the locale
 * @param err standard error, in UTF-8 whatever the locale
 * @param environment the environment variables
 * @param interactive true if a person reads the output, which then has colours and progress bars
 * @param secrets asks the person for a passphrase
 */
public record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    boolean interactive,
    Optional<SecretPrompt> secrets) {
  /** Copies the environment. */
  public Terminal {
    environment = Map.copyOf(environment);
  }

  /** Asks a person for something that is not echoed. */
  @FunctionalInterface
  public interface SecretPrompt {
    /** The typed text; empty if nothing was typed, or the input has ended. */
    char[] ask(String question);
  }

  /** The terminal this process was started with. */
  public static Terminal ofProcess() {
    Optional<Console> console = Optional.ofNullable(System.console()).filter(Terminal::isTerminal);
    return new Terminal(
        System.in,
        utf8(FileDescriptor.out),
        utf8(FileDescriptor.err),
        System.getenv(),
        console.isPresent(),
        console.map(present -> question -> ask(present, question)));
  }

  /** True to write in colours: for a person, on a capable screen, unless disabled. */
  public boolean coloured() {
    return interactive
        && environment.getOrDefault("NO_COLOR", "").isEmpty() // no-color.org
        && !environment.getOrDefault("TERM", "").equals("dumb");
  }

  /** The next line of standard input; empty if there is none. */
  public String readLine() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
        line.write(next);
      }
    } catch (IOException e) {
      return "";
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  private static char[] ask(Console console, String question) {
    char[] typed = console.readPassword("%s", question);
    return typed == null ? new char[0] : typed;
  }

  /** True for a console on a terminal; from Java 22 on there is a console without one, too. */
  private static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException before22) {
      return true;
    }
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** The root of all commands, which knows the terminal. */
  public interface Holder {
    /** Terminal of the commands. */
    Terminal terminal();
  }
}
