package dev.nameplate.server.cli.options;

import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.cli.output.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command with the options that every command has. */
public abstract class CliCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  /** Output of this command, as text or as JSON. */
  protected final Output output() {
    return common.output();
  }

  /** Terminal around this command. */
  protected final Terminal terminal() {
    return common.terminal();
  }
}
