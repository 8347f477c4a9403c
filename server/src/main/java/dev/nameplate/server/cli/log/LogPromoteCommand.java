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
    header = "Make a mirror the node whose log it mirrors.",
    description = {
      "%nFor when the node is gone for good, and its keys are kept elsewhere. The former node must never run again:",
      "two nodes with one log sign histories that contradict each other. A mirror that has not all that the newest",
      "known checkpoint covers is refused. Restricted values and operation ids are not in a mirror: they are counted,",
      "and --accept-loss goes on without them.%n"
    },
    footer = "  nameplate log promote --data ./mirror --keys /safe/keys --accept-loss")
final class LogPromoteCommand extends CliCommand {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "MIRROR",
      description = "The directory of the mirror; nobody may follow into it meanwhile.")
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
      description = "Go on without restricted values and operation ids.")
  private boolean acceptLoss;

  @Option(
      names = "--nothing-newer",
      description =
          "I know that the node wrote nothing after what the mirror has, although no checkpoint tells.")
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
