package dev.nameplate.server.cli.backup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.node.MirrorLoss;
import dev.nameplate.node.NewLog;
import dev.nameplate.node.NodeCatchUp;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.node.NodeRestore;
import dev.nameplate.server.cli.options.CheckpointOptions;
import dev.nameplate.server.cli.options.CliCommand;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.options.Passphrases;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.cli.output.StatementProgress;
import dev.nameplate.server.json.Json;
import dev.nameplate.signing.FormerDirectory;
import dev.nameplate.signing.NodeDirectory;
import dev.nameplate.upstream.GrpcLogSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Restores a node from a backup or a mirror. */
@Command(
    name = "restore",
    header = "Restore a node from a backup, and fetch missing data from a mirror.",
    description = {
      "%nA node that continues from an older copy would sign a second history. The backup is "
          + "therefore compared with the newest known checkpoint, from the checkpoint file and "
          + "from mirrors. If the checkpoint is newer, the node is restored read-only and the "
          + "exit code is 1: then run restore --from-mirror. If no checkpoint is known, nothing "
          + "is restored unless --nothing-newer states that the node wrote nothing after the "
          + "backup.",
      "%nIf no mirror has the missing data, --as-new-log lets the node continue with new keys and "
          + "a new log. Existing data is kept and becomes read-only. The node does not know the "
          + "missing data: it may reassign names that were assigned after the backup. The parent "
          + "authority must delegate to the new key; the command for that is printed.%n"
    },
    footer = {
      "  nameplate restore --backup /backup/node --data ./node",
      "  nameplate restore --from-mirror ./mirror --data ./node --accept-loss",
      "  nameplate restore --as-new-log --data ./node --skip 100000"
    })
public final class RestoreCommand extends CliCommand {
  private static final long DEFAULT_SKIP = 100_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Option(
      names = "--backup",
      paramLabel = "DIR",
      description = "Restore from this directory, which backup --to wrote to.")
  private Optional<Path> backup = Optional.empty();

  @Option(
      names = "--from-mirror",
      paramLabel = "DIR|HOST:PORT",
      description = {
        "Copy the data missing from the node's directory from a mirror of its log: a directory "
            + "that log follow is not writing to, or a node that serves the log. Everything is "
            + "verified."
      })
  private Optional<String> mirror = Optional.empty();

  @Option(
      names = "--as-new-log",
      description = {
        "Let a read-only node continue with a new log and new keys, when no mirror has the missing data.",
        "This cannot be undone."
      })
  private boolean asNewLog;

  @Option(
      names = "--skip",
      paramLabel = "N",
      description = {
        "With --as-new-log: how many numbers to skip in each minted sequence, 1 to 1000000000. "
            + "Choose at least the number that may have been minted after the backup. Default: "
            + "100000."
      })
  private Optional<Long> skip = Optional.empty();

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description =
          "With --as-new-log: file whose first line is the passphrase of the current keys and the new keys.")
  private Optional<Path> passphraseFile = Optional.empty();

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "The node's directory; with --backup an empty or new directory.")
  private Path data = Path.of("");

  @Option(
      names = "--number",
      paramLabel = "N",
      description = "Number of the backup. Default: the newest.")
  private Optional<Integer> number = Optional.empty();

  @Option(
      names = "--nothing-newer",
      description =
          "Assert that the node wrote nothing after the backup, when no checkpoint shows it.")
  private boolean nothingNewer;

  @Option(
      names = "--accept-loss",
      description =
          "With --from-mirror: accept the loss of restricted values and operation ids, which "
              + "mirrors do not have.")
  private boolean acceptLoss;

  @Mixin private CheckpointOptions checkpoints = new CheckpointOptions();

  @Override
  public Integer call() {
    int ways = (backup.isPresent() ? 1 : 0) + (mirror.isPresent() ? 1 : 0) + (asNewLog ? 1 : 0);
    if (ways != 1) {
      throw InvalidInputException.of(
          "--backup",
          backup.map(Path::toString).orElse(""),
          "either --backup DIR, --from-mirror DIR|HOST:PORT, or --as-new-log");
    }
    if (skip.isPresent() && !asNewLog) {
      throw InvalidInputException.of("--skip", skip.get().toString(), "with --as-new-log");
    }
    NodeConfig config = NodeConfig.in(data).withCheckpoints(checkpoints.policy());
    if (asNewLog) {
      return beginNewLog(config);
    }
    return backup.isPresent()
        ? restore(config, backup.get())
        : catchUp(config, mirror.orElseThrow());
  }

  private int restore(NodeConfig config, Path from) {
    Output output = output();
    NodeRestore.Restored restored = NodeRestore.restore(config, from, number, nothingNewer);
    ObjectNode json =
        Json.object()
            .put("number", restored.backup().number())
            .put("log", restored.backup().log().text())
            .put("time", restored.backup().taken().toString())
            .put("batches", restored.backup().head().batches())
            .put("statements", restored.backup().head().statements())
            .put("directory", data.toString())
            .put("writable", restored.behind().isEmpty());
    restored.behind().ifPresent(behind -> json.put("known", behind.known()));
    output.result(json);
    output.line(
        "%s backup %s of %s into %s: %s statements"
            .formatted(
                output.good("Restored"),
                restored.backup().number(),
                restored.backup().taken(),
                data,
                restored.backup().head().statements()));
    restored
        .behind()
        .ifPresent(behind -> output.line(output.warning("Read-only") + ": " + behind.getMessage()));
    return restored.behind().isEmpty() ? ExitCode.OK : ExitCode.NO;
  }

  private int beginNewLog(NodeConfig config) {
    NewLog.Begun begun =
        NewLog.begin(
            config.withPassphrase(
                Passphrases.toOpenKeys(FormerDirectory.keysOf(data), passphraseFile, terminal())),
            skip.orElse(DEFAULT_SKIP));
    Output output = output();
    List<String> commands =
        begun.anchor().prefixes().stream()
            .map(
                prefix ->
                    "nameplate prefix transfer %s --anchor %s --keys-from %s"
                        .formatted(prefix, NodeDirectory.anchorFile(data), begun.from()))
            .toList();
    ObjectNode json =
        Json.object()
            .put("directory", data.toString())
            .put("log", begun.anchor().log().text())
            .put("formerLog", begun.former().log().text())
            .put("batchesKept", begun.kept())
            .put("batchesKnown", begun.known())
            .put("skipped", begun.skip());
    commands.forEach(json.withArray("commands")::add);
    output.result(json);
    output.line(output.good("Began") + " the log " + begun.anchor().log() + " in " + data);
    output.line(
        "Of the former log %s, %s of at least %s batches are kept in %s, read-only."
            .formatted(begun.former().log(), begun.kept(), begun.known(), data.resolve("former")));
    output.line(
        "%s: data written after the backup stays valid for clients that hold it, but is unknown to this node. Names assigned then can be assigned again. Sequences start %s numbers after the highest known number."
            .formatted(output.warning("Risk"), begun.skip()));
    output.line("Traces and event lists start empty; records of the former log are not changed.");
    output.line("Copy " + data.resolve("former") + " to a safe place: backups do not include it.");
    output.line("At the parent authority's node, with this node's anchor file:");
    commands.forEach(command -> output.line("  " + command));
    output.line(
        "Clients that trust an anchor file of this node need both, "
            + NodeDirectory.anchorFile(data)
            + " and "
            + NodeDirectory.anchorFile(data.resolve("former")));
    return ExitCode.OK;
  }

  private int catchUp(NodeConfig config, String from) {
    Output output = output();
    try (NodeConnection connection = NodeConnection.toLog(from, TIMEOUT);
        StatementProgress progress = StatementProgress.of("restoring", output)) {
      MirrorLoss loss =
          NodeCatchUp.run(
              config, new GrpcLogSource(connection.channel()), acceptLoss, progress::at);
      output.result(
          Json.object()
              .put("directory", data.toString())
              .put("copied", loss.statements())
              .put("restrictedLost", loss.restricted())
              .put("operationsLost", loss.recent())
              .put("writable", true));
      output.line(
          output.good("Restored")
              + " "
              + loss.statements()
              + " statements from "
              + from
              + " into "
              + data
              + "; without the restricted content of "
              + loss.restricted()
              + " and the operation ids of "
              + loss.recent());
      return ExitCode.OK;
    }
  }
}
