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
    header = "Replace a trust root by its successor, if the root keys before agree to it.",
    description = {
      "%nEvery version in between must be given, in order: each must be signed by enough of the root keys of",
      "the version before it and by enough of its own. If one is not, FILE stays as it is.%n"
    },
    footer = "  nameplate root update root.txt root-2.txt root-3.txt")
final class RootUpdateCommand extends CliCommand {
  @Parameters(index = "0", paramLabel = "FILE", description = "The trust root one has.")
  private Path file = Arguments.NO_PATH;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "NEWER",
      description = "Its successor, and the successor of that one, and so on.")
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
