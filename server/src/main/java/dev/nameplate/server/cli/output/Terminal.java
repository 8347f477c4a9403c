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
 * What surrounds a command: its streams, its environment, and the person in front of it, if there
 * is one.
 *
 * @param in standard input
 * @param out standard output, in UTF-8 whatever the locale
 * @param err standard error, in UTF-8 whatever the locale
 * @param environment the environment variables
 * @param interactive whether a person reads the output: colours and progress bars are for them
 * @param secrets asks that person for a passphrase
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
    /** What was typed; empty if nothing was, or the input has ended. */
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

  /**
   * Whether to write in colours: a person reads, on a screen that knows them, and has not asked for
   * none.
   */
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

  /** From Java 22 on there is a console even where there is no terminal; it then tells which. */
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
    /** What surrounds the commands. */
    Terminal terminal();
  }
}
