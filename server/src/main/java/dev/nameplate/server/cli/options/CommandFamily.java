package dev.nameplate.server.cli.options;

import dev.nameplate.error.Spelling;
import dev.nameplate.server.cli.output.Usage;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that does nothing itself, but has others below it. */
public abstract class CommandFamily implements Callable<Integer>, Usage.Family {
  @Spec private CommandSpec command = CommandSpec.create();

  @SuppressWarnings("unused") // for --help and --json, which picocli and Cli read
  @Mixin
  private CommonOptions common = new CommonOptions();

  @Override
  public final Integer call() {
    throw new ParameterException(
        command.commandLine(),
        "give a subcommand: "
            + command.qualifiedName()
            + " "
            + String.join("|", command.subcommands().keySet()));
  }

  @Override
  public String unknown(String word) {
    return Spelling.unknown(
        "command", command.name() + " " + word, word, command.subcommands().keySet());
  }
}
