package dev.nameplate.server.cli.log;

import dev.nameplate.server.cli.options.CliCommand;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes what follows from a log again. */
@Command(
    name = "rebuild",
    header = "Make every index and proof of a node again from its log.",
    description = {
      "%nThe log is the statements and the signed batches. Everything else in the directory follows",
      "from them: manifests, proofs, the log tree, lineage. What is missing or wrong is written",
      "again; nothing is signed, no statement is changed. Asks for no passphrase; no other",
      "process may hold the directory. Exit code 1 if the log itself is damaged.%n"
    },
    footer = "  nameplate log rebuild --data mill")
final class LogRebuildCommand extends CliCommand {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "The directory of the node.")
  private Path data = Path.of("");

  @Override
  public Integer call() {
    return DirectoryAudit.rebuild(data, output());
  }
}
