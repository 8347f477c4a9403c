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

/** Brings a node back. */
@Command(
    name = "restore",
    header = "Bring a node back from a backup, and get what it lacks from a mirror.",
    description = {
      "%nA node that goes on from an older copy would sign a second history. So a backup is compared with the newest",
      "checkpoint known: of the checkpoint file, and of mirrors. If something newer is known, the node is restored, but",
      "only reads, and the exit code is 1: run restore --from-mirror then. If nothing is known, nothing is restored",
      "unless --nothing-newer says that the node wrote nothing after the backup.",
      "%nWhere no mirror has what is missing, --as-new-log lets the node go on with new keys and a new log. What it has",
      "stays as it is, and is only read. What is missing is unknown to the node from then on: it may assign names again",
      "that were assigned after the backup. The authority above has to delegate to the new key; the command for it is",
      "printed.%n"
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
        "Copy what the node's directory lacks from a mirror of its log: a directory that nobody follows into,",
        "or a node that serves the log. Everything is verified."
      })
  private Optional<String> mirror = Optional.empty();

  @Option(
      names = "--as-new-log",
      description = {
        "Let a node that only reads go on with a new log and new keys, since nobody has what is missing.",
        "There is no way back."
      })
  private boolean asNewLog;

  @Option(
      names = "--skip",
      paramLabel = "N",
      description = {
        "With --as-new-log: how many numbers of each minted sequence are passed over, 1 to 1000000000: at least as",
        "many as may have been minted after the backup. Default: 100000."
      })
  private Optional<Long> skip = Optional.empty();

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description =
          "With --as-new-log: its first line opens the keys, and encrypts the new ones. Without it, as usual.")
  private Optional<Path> passphraseFile = Optional.empty();

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description =
          "The node's directory; with --backup an empty one, or one that is not there yet.")
  private Path data = Path.of("");

  @Option(names = "--number", paramLabel = "N", description = "Which backup. Default: the newest.")
  private Optional<Integer> number = Optional.empty();

  @Option(
      names = "--nothing-newer",
      description =
          "I know that the node wrote nothing after the backup, although no checkpoint tells.")
  private boolean nothingNewer;

  @Option(
      names = "--accept-loss",
      description =
          "With --from-mirror: go on without restricted values and operation ids, which no mirror has.")
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
        .ifPresent(
            behind -> output.line(output.warning("Only to be read") + ": " + behind.getMessage()));
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
        "Of the former log %s, %s of at least %s batches are kept in %s, which is only read."
            .formatted(begun.former().log(), begun.kept(), begun.known(), data.resolve("former")));
    output.line(
        "%s: what was written after the backup stays true for those who hold it, and is unknown here. Names that were assigned then can be assigned again. Sequences begin %s numbers behind the highest that is kept."
            .formatted(output.warning("Risk"), begun.skip()));
    output.line(
        "Traces and lists of events begin anew; records of the former log are not changed.");
    output.line("Copy " + data.resolve("former") + " to a safe place: backups do not have it.");
    output.line("The authority above, at its node, with this node's anchor file:");
    commands.forEach(command -> output.line("  " + command));
    output.line(
        "Who trusts an anchor file of this node needs both, "
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
