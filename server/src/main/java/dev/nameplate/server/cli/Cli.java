package dev.nameplate.server.cli;

import dev.nameplate.error.NameplateException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Endpoint;
import dev.nameplate.server.cli.assign.AssignCommand;
import dev.nameplate.server.cli.assign.AssignRangeCommand;
import dev.nameplate.server.cli.assign.MintCommand;
import dev.nameplate.server.cli.assign.RetireCommand;
import dev.nameplate.server.cli.assign.UpdateCommand;
import dev.nameplate.server.cli.input.InputFile;
import dev.nameplate.server.cli.keys.InitCommand;
import dev.nameplate.server.cli.keys.KeysCommand;
import dev.nameplate.server.cli.log.LogCommand;
import dev.nameplate.server.cli.options.CliCommand;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Failure;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.cli.output.Terminal;
import dev.nameplate.server.cli.output.Usage;
import dev.nameplate.server.cli.prefix.PrefixCommand;
import dev.nameplate.server.cli.resolve.HistoryCommand;
import dev.nameplate.server.cli.resolve.ListCommand;
import dev.nameplate.server.cli.resolve.ResolveCommand;
import dev.nameplate.server.cli.resolve.SearchCommand;
import dev.nameplate.server.cli.root.RootCommand;
import dev.nameplate.server.cli.verify.VerifyCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line: reads arguments, runs the command they name, and turns whatever it throws into
 * one line.
 */
public final class Cli {
  private static final List<Class<?>> OWN =
      List.of(
          VersionCommand.class,
          CompletionCommand.class,
          InitCommand.class,
          KeysCommand.class,
          PrefixCommand.class,
          AssignCommand.class,
          AssignRangeCommand.class,
          MintCommand.class,
          UpdateCommand.class,
          RetireCommand.class,
          ResolveCommand.class,
          HistoryCommand.class,
          ListCommand.class,
          SearchCommand.class,
          StatisticsCommand.class,
          VerifyCommand.class,
          LogCommand.class,
          RootCommand.class);

  private final Map<String, Class<?>> commands = new LinkedHashMap<>();

  /**
   * The command line with the commands of this package and some more.
   *
   * @param further classes of picocli commands that are {@link CliCommand}s
   */
  public Cli(Class<?>... further) {
    Stream.concat(OWN.stream(), Stream.of(further))
        .forEach(command -> commands.put(command.getAnnotation(Command.class).name(), command));
  }

  /** Runs a command, and returns the exit code of the process: see {@link ExitCode}. */
  public int run(List<String> arguments, Terminal terminal) {
    CommandLine line = commandLine(terminal, arguments);
    try {
      List<String> expanded = ConfigFile.expanded(line, arguments);
      Verbosity.of(expanded).apply();
      return line.execute(expanded.toArray(String[]::new));
    } catch (
        NameplateException
            e) { // picocli handles what is thrown by commands, but not what is thrown before them
      return fail(e, arguments, terminal);
    }
  }

  /** The command line as picocli knows it, with all commands. */
  CommandLine commandLine(Terminal terminal) {
    return commandLine(terminal, name -> true);
  }

  /** The command line with the commands that the arguments can name: options cost time. */
  private CommandLine commandLine(Terminal terminal, List<String> arguments) {
    boolean inFiles = arguments.stream().anyMatch(argument -> argument.startsWith("@"));
    return commandLine(terminal, inFiles ? name -> true : arguments::contains);
  }

  private CommandLine commandLine(Terminal terminal, Predicate<String> named) {
    CommandLine line = new Nameplate(terminal, commands).commandLine(named);
    line.registerConverter(Identifier.class, Identifier::parse)
        .registerConverter(Prefix.class, Prefix::parse)
        .registerConverter(Endpoint.class, Endpoint::parse)
        .registerConverter(Path.class, InputFile::path)
        .registerConverter(Instant.class, Cli::instant)
        .setOut(writer(terminal.out()))
        .setErr(writer(terminal.err()))
        .setColorScheme(Help.defaultColorScheme(terminal.coloured() ? Help.Ansi.ON : Help.Ansi.OFF))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(parsed -> execute(parsed, terminal))
        .setParameterExceptionHandler((e, arguments) -> fail(e, List.of(arguments), terminal))
        .setExecutionExceptionHandler(
            (e, command, parsed) -> fail(e, parsed.originalArgs(), terminal));
    return line;
  }

  /** Runs the last named command; with --help, picocli would ignore unknown names. */
  private static int execute(ParseResult parsed, Terminal terminal) {
    for (CommandLine line : parsed.asCommandLineList()) {
      List<String> unknown = line.getParseResult().unmatched();
      if (!unknown.isEmpty() && Usage.hasCommands(line)) {
        throw new UnmatchedArgumentException(line, unknown);
      }
    }
    if (parsed.asCommandLineList().stream().anyMatch(CommandLine::isUsageHelpRequested)) {
      HelpText.layOut(parsed.commandSpec().commandLine(), terminal.environment());
    }
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    if (!parsed.hasSubcommand()) {
      throw new ParameterException(
          parsed.commandSpec().commandLine(), "Missing required subcommand");
    }
    Verbosity.redirect();
    return new RunLast().execute(parsed);
  }

  private static int fail(Exception e, List<String> arguments, Terminal terminal) {
    Failure failure = Failure.of(e);
    new Output(terminal, arguments.contains("--json")).failure(failure);
    if (Verbosity.of(arguments).showsCauses()) {
      e.printStackTrace(terminal.err());
    }
    return failure.exitCode();
  }

  private static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new TypeConversionException(
          "\""
              + text
              + "\" is no time (expected: date, time and offset, for example"
              + " 2026-07-01T08:00:00+08:00)");
    }
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new HelpWriter(stream), true);
  }
}
