package dev.nameplate.server.cli.root;

import dev.nameplate.server.cli.options.Arguments;
import dev.nameplate.server.cli.options.CliCommand;
import dev.nameplate.server.cli.options.RootFile;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.trust.root.TrustRootDraft;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The {@code root show} command: shows a trust root's content and signers. */
@Command(
    name = "show",
    header = "Show the contents, signatures and expiry of a trust root.",
    description = "%nThe signatures are checked. Exit code 1 if the root is not valid.%n",
    footer = "  nameplate root show root.txt")
final class RootShowCommand extends CliCommand {
  @Parameters(paramLabel = "FILE", description = "The trust root.")
  private Path file = Arguments.NO_PATH;

  @Override
  public Integer call() {
    TrustRootDraft root = RootFile.draft("FILE", file);
    Output output = output();
    var json = RootFile.json(file, root);
    output.result(json);
    output.line(output.bold(file.toString()));
    RootFile.show(file, root, output);
    boolean counts = json.path("complete").asBoolean() && !json.path("expired").asBoolean();
    return counts ? ExitCode.OK : ExitCode.NO;
  }
}
