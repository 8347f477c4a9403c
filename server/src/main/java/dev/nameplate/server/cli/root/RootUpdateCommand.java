package dev.nameplate.server.cli.root;

import dev.nameplate.server.cli.input.OutputFile;
import dev.nameplate.server.cli.options.Arguments;
import dev.nameplate.server.cli.options.CliCommand;
import dev.nameplate.server.cli.options.RootFile;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.json.Json;
import dev.nameplate.trust.root.TrustRoot;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The {@code root update} command: replaces a trust root by a newer version. */
@Command(
    name = "update",
    header = "Replace a trust root by its successor, if its root keys have signed the successor.",
    description = {
      "%nGive every version in between, in order: each must be signed by enough root keys of the "
          + "version before it and by enough of its own. Otherwise FILE is not changed.%n"
    },
    footer = "  nameplate root update root.txt root-2.txt root-3.txt")
final class RootUpdateCommand extends CliCommand {
  @Parameters(index = "0", paramLabel = "FILE", description = "The current trust root.")
  private Path file = Arguments.NO_PATH;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "NEWER",
      description = "Its successors, in order.")
  private List<Path> newer = new ArrayList<>();

  @Override
  public Integer call() {
    TrustRoot before = RootFile.read("FILE", file);
    List<TrustRoot> successors = newer.stream().map(each -> RootFile.read("NEWER", each)).toList();
    TrustRoot after =
        RootFile.believed(
            newer.get(newer.size() - 1),
            () -> before.updated(successors, Clock.systemUTC().instant()));
    OutputFile.replace("FILE", file, after.toString());
    Output output = output();
    output.result(
        Json.object()
            .put("file", file.toString())
            .put("from", before.version())
            .put("to", after.version())
            .put("expires", after.content().expires().toString()));
    output.line(
        "%s %s from version %s to version %s, which expires on %s."
            .formatted(
                output.good("Updated"),
                file,
                before.version(),
                after.version(),
                after.content().expires()));
    return ExitCode.OK;
  }
}
