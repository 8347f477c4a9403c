package dev.nameplate.server.cli;

import dev.nameplate.server.cli.options.CliCommand;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.json.Json;
import picocli.CommandLine.Command;

/** The {@code version} command: shows the version of this program. */
@Command(
    name = "version",
    header = "Show the versions of Nameplate and Java.",
    footer = "  nameplate version")
final class VersionCommand extends CliCommand {
  @Override
  public Integer call() {
    String java = Runtime.version().toString();
    Output output = output();
    output.result(Json.object().put("version", Version.text()).put("java", java));
    output.line("nameplate " + Version.text() + " (Java " + java + ")");
    return ExitCode.OK;
  }
}
