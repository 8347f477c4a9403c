package dev.nameplate.server.cli;

import dev.nameplate.server.cli.options.CommonOptions;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows which version this is. */
@Command(
    name = "version",
    header = "Show the version of Nameplate and of Java.",
    footer = "  nameplate version")
final class VersionCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  @Override
  public Integer call() {
    String java = Runtime.version().toString();
    Output output = common.output();
    output.result(Json.object().put("version", Version.text()).put("java", java));
    output.line("nameplate " + Version.text() + " (Java " + java + ")");
    return ExitCode.OK;
  }
}
