package dev.nameplate.server.cli.options;

import dev.nameplate.node.CheckpointPolicy;
import dev.nameplate.record.Endpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options for the newest checkpoint of a node's log. */
public final class CheckpointOptions {
  @Option(
      names = "--checkpoint-file",
      paramLabel = "FILE",
      description = {
        "File with the newest signed checkpoint of the node's log; keep it on another disk than "
            + "the data directory.",
        "Default: LOG.checkpoint beside the data directory."
      })
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--peer",
      paramLabel = "HOST:PORT",
      description = {
        "A mirror (log follow --tell-port) to query for the newest checkpoint it has seen; may be repeated."
      })
  private List<Endpoint> peers = new ArrayList<>();

  /** The policy according to the options. */
  public CheckpointPolicy policy() {
    CheckpointPolicy asking = CheckpointPolicy.DEFAULT.asking(peers);
    return file.map(asking::withFile).orElse(asking);
  }
}
