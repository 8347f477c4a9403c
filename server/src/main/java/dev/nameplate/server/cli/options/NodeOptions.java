package dev.nameplate.server.cli.options;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.node.Mirror;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Endpoint;
import dev.nameplate.server.cli.output.Terminal;
import dev.nameplate.signing.MirrorDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options for the node of a command: a listening node, or a node in a directory. */
public final class NodeOptions {
  @ArgGroup(validate = false, order = 100, heading = "%nNode:%n")
  private Choice choice = new Choice();

  private static final class Choice {
    @Option(
        names = "--node",
        paramLabel = "HOST:PORT",
        description = "Address of the node. Default: 127.0.0.1:7430.")
    private Optional<Endpoint> node = Optional.empty();

    @Option(
        names = "--data",
        paramLabel = "DIR",
        description =
            "Directory of a node or mirror, opened by this command instead; no other process "
                + "may have it open.")
    private Optional<Path> data = Optional.empty();

    @Option(
        names = "--passphrase-file",
        paramLabel = "FILE",
        description = Passphrases.FILE_DESCRIPTION)
    private Optional<Path> passphraseFile = Optional.empty();

    @Option(
        names = "--timeout",
        paramLabel = "SECONDS",
        description = "Time limit of each answer, 1 to 3600. Default: 30.")
    private int timeout = 30;
  }

  /** True if a node was named. */
  boolean isGiven() {
    return choice.node.isPresent() || choice.data.isPresent();
  }

  /** True for a node in a directory. */
  boolean isDirectory() {
    return choice.data.isPresent();
  }

  /** The directory of the node, if it is one in a directory. */
  public Optional<Path> directory() {
    return choice.data;
  }

  /**
   * The directory of the node, which is not to be opened as one, without a listening one beside.
   */
  public Path requireDirectory() {
    Path data = choice.data.orElseThrow();
    choice.node.ifPresent(
        address -> {
          throw InvalidInputException.of(
              "node", address.toString(), "either --node or --data, not both");
        });
    return data;
  }

  /** The longest time for an answer. */
  Duration timeout() {
    if (choice.timeout < 1 || choice.timeout > 3600) {
      throw InvalidInputException.of("timeout", choice.timeout, "1 to 3600 seconds");
    }
    return Duration.ofSeconds(choice.timeout);
  }

  /**
   * Connections to the chosen node, or a single connection to a node in a directory; the caller
   * closes them. Receivers of answers must not block: they may run on the transport's threads.
   *
   * @param count the number of connections, 1 or more
   */
  public List<NodeConnection> connect(Terminal terminal, int count) {
    if (choice.data.isPresent()) {
      return List.of(connect(terminal));
    }
    Duration timeout = timeout();
    Endpoint address = choice.node.orElse(Endpoint.DEFAULT);
    return Stream.generate(() -> NodeConnection.direct(address, timeout)).limit(count).toList();
  }

  /** The way to the chosen node; the caller closes it. */
  public NodeConnection connect(Terminal terminal) {
    Duration timeout = timeout();
    if (choice.data.isEmpty()) {
      return NodeConnection.to(choice.node.orElse(Endpoint.DEFAULT), timeout);
    }
    Path data = requireDirectory();
    if (MirrorDirectory.isMirror(data)) {
      return NodeConnection.to(Mirror.open(NodeConfig.in(data)), data, timeout);
    }
    Node node =
        Node.open(
            NodeConfig.in(data)
                .withPassphrase(Passphrases.toOpen(data, choice.passphraseFile, terminal)));
    return NodeConnection.to(node, data.toString(), timeout);
  }
}
