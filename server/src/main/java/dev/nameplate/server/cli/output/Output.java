package dev.nameplate.server.cli.output;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.error.VisibleText;
import dev.nameplate.server.json.Json;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * The output of a command: lines for people, or, with {@code --json}, a JSON object per line for
 * programs. Results go to standard output; progress and errors go to standard error. Thread-safe.
 */
public final class Output {
  private static final Pattern LINE_END = Pattern.compile("\n");

  /** Line ends and colours, which this class adds, and which shown values must not contain. */
  private static final Pattern LINE_END_OR_COLOUR = Pattern.compile("\n|\u001b\\[[0-9;]*m");

  private final Terminal terminal;
  private final boolean json;
  private final Ansi ansi;

  /** Writes to a terminal, for programs or for people. */
  public Output(Terminal terminal, boolean json) {
    this.terminal = terminal;
    this.json = json;
    this.ansi = terminal.coloured() && !json ? Ansi.ON : Ansi.OFF;
  }

  /** True if a program reads. */
  public boolean json() {
    return json;
  }

  /** True if a person watches, so that progress may be redrawn. */
  public boolean watched() {
    return terminal.interactive() && !json;
  }

  /** Standard error, for progress bars. */
  public PrintStream progress() {
    return terminal.err();
  }

  /** Writes a line for people; nothing with {@code --json}. */
  public void line(String text) {
    if (!json) {
      terminal.out().println(visible(text));
    }
  }

  /** Writes an empty line for people; nothing with {@code --json}. */
  public void line() {
    line("");
  }

  /** Writes one object for programs; nothing without {@code --json}. */
  public void result(ObjectNode object) {
    if (json) {
      terminal.out().println(Json.text(object));
    }
  }

  /** Writes text verbatim for any reader: for output in a file format. */
  public void raw(String text) {
    terminal.out().print(text);
    terminal.out().flush();
  }

  /** Shows a note to a person, on standard error; nothing with {@code --json}. */
  public void note(String text) {
    if (!json) {
      terminal.err().println(visible(text));
    }
  }

  /**
   * Writes why a command failed on standard error: one line, or one object with {@code reason} and
   * {@code message}.
   */
  public void failure(Failure failure) {
    terminal.err().println(line(failure));
  }

  /** Writes the same later, without taking any memory for it. */
  public Runnable prepared(Failure failure) {
    byte[] line = (line(failure) + System.lineSeparator()).getBytes(StandardCharsets.UTF_8);
    PrintStream err = terminal.err();
    return () -> {
      err.write(line, 0, line.length);
      err.flush();
    };
  }

  private String line(Failure failure) {
    return json
        ? Json.text(Json.object().put("reason", failure.reason()).put("message", failure.message()))
        : bad("nameplate:") + " " + failure.message();
  }

  /** The text, in bold where colours are shown. */
  public String bold(String text) {
    return styled(Style.bold, text);
  }

  /** The text, set back where colours are shown. */
  public String faint(String text) {
    return styled(Style.faint, text);
  }

  /** The text, in green where colours are shown. */
  public String good(String text) {
    return styled(Style.fg_green, text);
  }

  /** The text, in yellow where colours are shown. */
  public String warning(String text) {
    return styled(Style.fg_yellow, text);
  }

  /** The text, in red where colours are shown. */
  public String bad(String text) {
    return styled(Style.fg_red, text);
  }

  /** The text with its colours, in which everything else can be seen. */
  private String visible(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    Matcher own = (ansi.enabled() ? LINE_END_OR_COLOUR : LINE_END).matcher(text);
    int from = 0;
    while (own.find()) {
      visible.append(VisibleText.within(text.substring(from, own.start()))).append(own.group());
      from = own.end();
    }
    return visible.append(VisibleText.within(text.substring(from))).toString();
  }

  private String styled(Style style, String text) {
    return ansi.enabled() ? style.on() + text + Style.reset.on() : text;
  }
}
