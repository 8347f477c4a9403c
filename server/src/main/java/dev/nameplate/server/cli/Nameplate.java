package dev.nameplate.server.cli;

import dev.nameplate.server.cli.assign.AssignCommand;
import dev.nameplate.server.cli.assign.AssignRangeCommand;
import dev.nameplate.server.cli.assign.MintCommand;
import dev.nameplate.server.cli.assign.RetireCommand;
import dev.nameplate.server.cli.assign.UpdateCommand;
import dev.nameplate.server.cli.keys.InitCommand;
import dev.nameplate.server.cli.keys.KeysCommand;
import dev.nameplate.server.cli.log.LogCommand;
import dev.nameplate.server.cli.output.Terminal;
import dev.nameplate.server.cli.prefix.PrefixCommand;
import dev.nameplate.server.cli.resolve.HistoryCommand;
import dev.nameplate.server.cli.resolve.ListCommand;
import dev.nameplate.server.cli.resolve.ResolveCommand;
import dev.nameplate.server.cli.resolve.SearchCommand;
import dev.nameplate.server.cli.root.RootCommand;
import dev.nameplate.server.cli.verify.VerifyCommand;
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
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "",
    subcommands = {
      VersionCommand.class,
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
      RootCommand.class
    })
@SuppressWarnings("unused") // picocli reads the options
final class Nameplate implements Terminal.Holder {
  private final Terminal terminal;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  private boolean help;

  @Option(names = "--version", versionHelp = true, description = "Show the version and exit.")
  private boolean version;

  Nameplate(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Terminal terminal() {
    return terminal;
  }
}
