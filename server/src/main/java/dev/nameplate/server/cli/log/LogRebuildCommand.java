package dev.nameplate.server.cli.log;

import dev.nameplate.server.cli.options.CliCommand;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes what follows from a log again. */
@Command(
    name = "rebuild",
    header = "Rebuild every index and proof of a node from its log.",
    description = {
      "%nThe log consists of the statements and the signed batches. Everything else in the "
          + "directory is derived from them:",
      "manifests, proofs, the log tree, lineage. Missing or wrong rows are written again; nothing "
          + "is signed and no statement changes. Needs no passphrase; no other process may have "
          + "the directory open. Exit code 1 if the log itself is damaged.%n"
    },
    footer = "  nameplate log rebuild --data mill")
final class LogRebuildCommand extends CliCommand {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "The node's directory.")
  private Path data = Path.of("");

  @Override
  public Integer call() {
    return DirectoryAudit.rebuild(data, output());
  }
}
