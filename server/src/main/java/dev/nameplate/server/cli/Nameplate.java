package dev.nameplate.server.cli;

import dev.nameplate.error.Spelling;
import dev.nameplate.server.cli.output.Terminal;
import dev.nameplate.server.cli.output.Usage;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code nameplate} itself: the root of all others. */
@Command(
    name = "nameplate",
    header = "Nameplate (铭牌): assign and resolve product identifiers, and sign every answer.",
    description = "%nRun any command with --help for details. To see what it does: nameplate demo",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:negative answer (absent, not verified, differs), or an error",
      "2:invalid command line"
    },
    versionProvider = Version.class,
    footer = "  nameplate init --data ./node --prefix 88.118.8",
    customSynopsis = "@|bold nameplate|@ [OPTIONS] COMMAND", // picocli may know no command
    commandListHeading = "")
@SuppressWarnings("unused") // picocli reads the options
final class Nameplate implements Terminal.Holder, Usage.Family {
  private final Terminal terminal;
  private final Map<String, Class<?>> commands;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  private boolean help;

  @Option(names = "--version", versionHelp = true, description = "Show the version and exit.")
  private boolean version;

  /**
   * The root of these commands.
   *
   * @param commands classes of picocli commands, by name
   */
  Nameplate(Terminal terminal, Map<String, Class<?>> commands) {
    this.terminal = terminal;
    this.commands = Collections.unmodifiableMap(new LinkedHashMap<>(commands));
  }

  /** This root with the commands of these names. */
  CommandLine commandLine(Predicate<String> named) {
    CommandLine line = new CommandLine(this);
    commands.forEach(
        (name, command) -> {
          if (named.test(name)) {
            line.addSubcommand(command);
          }
        });
    return line;
  }

  /** One line about each command, by name. */
  Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>();
    commands.forEach(
        (name, command) ->
            headers.put(name, String.join(" ", command.getAnnotation(Command.class).header())));
    return headers;
  }

  @Override
  public String unknown(String word) {
    return Spelling.unknown("command", word, word, commands.keySet());
  }

  @Override
  public Terminal terminal() {
    return terminal;
  }
}
