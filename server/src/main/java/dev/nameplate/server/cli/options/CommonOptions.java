package dev.nameplate.server.cli.options;

import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.cli.output.Terminal;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that every command has, and through them the way to what surrounds it. */
@SuppressWarnings("UnusedVariable") // picocli and Verbosity act on them
public final class CommonOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @ArgGroup(validate = false, order = 1000, heading = "%nCommon options:%n")
  private Choice choice = new Choice();

  @SuppressWarnings(
      "unused") // picocli reads help, and Verbosity looks at the arguments before they are parsed
  private static final class Choice {
    @Option(
        names = "--json",
        description =
            "Print JSON Lines: one object for each result; an error has reason and message.")
    private boolean json;

    @Option(
        names = {"-v", "--verbose"},
        description = "Log progress to standard error; -vv logs more.")
    private boolean[] verbose = {};

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help and exit.")
    private boolean help;
  }

  /** Terminal of the command. */
  public Terminal terminal() {
    return terminalOf(command);
  }

  /** Output of the command. */
  public Output output() {
    return new Output(terminal(), choice.json);
  }

  /** Output of a command with these options, for other options of the same command. */
  static Output outputOf(CommandSpec command) {
    boolean json = command.findOption("--json").getValue();
    return new Output(terminalOf(command), json);
  }

  private static Terminal terminalOf(CommandSpec command) {
    return ((Terminal.Holder) command.root().userObject()).terminal();
  }
}
