package dev.nameplate.server.cli;

import dev.nameplate.server.cli.options.CliCommand;
import dev.nameplate.server.cli.output.ExitCode;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code completion} command: prints a script with which a shell completes commands. */
@Command(
    name = "completion",
    header = "Print a script that completes commands and options in bash or zsh.",
    description =
        "%nFor bash, write it into a file as in the example, where bash-completion finds it. For zsh, "
            + "write it into any file, and add a line to ~/.zshrc: source FILE%n",
    footer = "  nameplate completion > ~/.local/share/bash-completion/completions/nameplate")
final class CompletionCommand extends CliCommand {
  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() {
    Nameplate root = (Nameplate) command.root().userObject();
    CommandLine whole = root.commandLine(name -> true);
    output().raw(AutoComplete.bash(whole.getCommandName(), whole));
    return ExitCode.OK;
  }
}
