package dev.nameplate.server.cli.log;

import dev.nameplate.node.MirrorLoss;
import dev.nameplate.node.MirrorPromotion;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.server.cli.options.CheckpointOptions;
import dev.nameplate.server.cli.options.CliCommand;
import dev.nameplate.server.cli.options.PassphraseOption;
import dev.nameplate.server.cli.options.Passphrases;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.json.Json;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a mirror the node. */
@Command(
    name = "promote",
    header = "Turn a mirror into the node whose log it mirrors.",
    description = {
      "%nUse this when the node is lost and its keys are kept elsewhere. The former node must "
          + "never run again: two nodes with one log sign contradicting histories. A mirror that "
          + "lacks batches of the newest known checkpoint is refused.",
      "Mirrors have no restricted values and no operation ids: the command counts what is lost, "
          + "and needs --accept-loss to continue without it.%n"
    },
    footer = "  nameplate log promote --data ./mirror --keys /safe/keys --accept-loss")
final class LogPromoteCommand extends CliCommand {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "MIRROR",
      description = "Directory of the mirror; log follow must not be running on it.")
  private Path data = Path.of("");

  @Option(
      names = "--keys",
      required = true,
      paramLabel = "DIR",
      description =
          "A directory with the node's authority.pem and log.pem, or the node's directory.")
  private Path keys = Path.of("");

  @Option(
      names = "--accept-loss",
      description = "Accept the loss of restricted values and operation ids.")
  private boolean acceptLoss;

  @Option(
      names = "--nothing-newer",
      description =
          "Assert that the node wrote nothing that the mirror lacks, when no checkpoint shows it.")
  private boolean nothingNewer;

  @Mixin private PassphraseOption passphrase = new PassphraseOption();

  @Mixin private CheckpointOptions checkpoints = new CheckpointOptions();

  @Override
  public Integer call() {
    NodeConfig config =
        NodeConfig.in(data)
            .withCheckpoints(checkpoints.policy())
            .withPassphrase(Passphrases.toOpenKeys(keys, passphrase.file(), terminal()));
    MirrorLoss loss = MirrorPromotion.promote(config, keys, acceptLoss, nothingNewer);
    Output output = output();
    output.result(
        Json.object()
            .put("directory", data.toString())
            .put("statements", loss.statements())
            .put("restrictedLost", loss.restricted())
            .put("operationsLost", loss.recent()));
    output.line(
        "%s: %s is the node now, with %s statements; without the restricted content of %s and the operation ids of %s"
            .formatted(
                output.good("Promoted"),
                data,
                loss.statements(),
                loss.restricted(),
                loss.recent()));
    output.line("Never start the former node again. Next: nameplate serve --data " + data);
    return ExitCode.OK;
  }
}
