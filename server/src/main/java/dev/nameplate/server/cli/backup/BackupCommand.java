package dev.nameplate.server.cli.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.backup.Backup;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NodeException;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeBackups;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.server.cli.options.CliCommand;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The {@code backup} command: takes a backup of a node. */
@Command(
    name = "backup",
    header = "Back up a node, running or stopped.",
    description = {
      "%nThe first backup copies everything; later backups to the same directory copy only new "
          + "data. Every file is read back and the newest batch verified. The backup includes the "
          + "keys, encrypted as in the node's directory.",
      "Run this on the node's machine as the owner of the data directory: a running node is "
          + "reached through a socket in that directory, never over the network. No passphrase is "
          + "needed.%n"
    },
    footer = "  nameplate backup --data ./node --to /backup/node --keep 30")
public final class BackupCommand extends CliCommand {
  private static final String TO = "backup";
  private static final String KEEP = "keep";

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "The node's directory, or a mirror's while log follow is not running.")
  private Path data = Path.of("");

  @Option(
      names = "--to",
      required = true,
      paramLabel = "DIR",
      description =
          "Directory for the backups of this node, created if missing; best on another disk.")
  private Path to = Path.of("");

  @Option(
      names = "--keep",
      paramLabel = "N",
      description =
          "Afterwards remove all backups except the newest N, 1 or more. Default: keep all.")
  private int keep = Integer.MAX_VALUE;

  @Override
  public Integer call() {
    long began = System.nanoTime();
    ObjectNode request = Json.object().put(TO, to.toAbsolutePath().toString()).put(KEEP, keep);
    JsonNode taken =
        ask(request).orElseGet(() -> described(NodeBackups.take(NodeConfig.in(data), to, keep)));
    tell(taken, (System.nanoTime() - began) / 1e9);
    return ExitCode.OK;
  }

  private Optional<JsonNode> ask(ObjectNode request) {
    try {
      Optional<JsonNode> answer = ControlSocket.ask(data, request);
      answer.filter(object -> object.has("reason")).ifPresent(BackupCommand::refuse);
      return answer;
    } catch (IOException e) {
      throw new NodeException(
          ErrorReason.UNREACHABLE,
          "the node in " + data + " did not answer: " + e.getMessage() + "; try again",
          e);
    }
  }

  private static void refuse(JsonNode answer) {
    throw new NodeException(
        ErrorReason.valueOf(answer.get("reason").asText()), answer.get("message").asText());
  }

  /** Offers backups of the node that this process has open. */
  public static Optional<ControlSocket> offer(Path data, Node node) {
    return ControlSocket.listen(
        data,
        request -> {
          JsonNode directory = request.path(TO);
          if (!directory.isTextual() || !request.path(KEEP).isInt()) {
            throw InvalidInputException.of(TO, request.toString(), "what backup --to asks for");
          }
          return described(node.backUp(Path.of(directory.asText()), request.get(KEEP).asInt()));
        });
  }

  private static ObjectNode described(Backup backup) {
    return Json.object()
        .put("number", backup.number())
        .put("log", backup.log().text())
        .put("time", backup.taken().toString())
        .put("batches", backup.head().batches())
        .put("statements", backup.head().statements());
  }

  private void tell(JsonNode taken, double seconds) {
    Output output = output();
    output.result(((ObjectNode) taken).put("directory", to.toString()).put("seconds", seconds));
    output.line(
        "%s %s as number %s in %s: %s statements, every file checked"
            .formatted(
                output.good("Backed up"),
                taken.get("log").asText(),
                taken.get("number").asInt(),
                to,
                taken.get("statements").asLong()));
  }
}
