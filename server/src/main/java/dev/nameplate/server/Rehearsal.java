package dev.nameplate.server;

import dev.nameplate.node.NodeConfig;
import dev.nameplate.server.cli.ProcessArguments;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Terminal;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run of common commands against a node of its own. The launcher runs it to load the classes of
 * its archive, from which the JVM starts faster.
 */
final class Rehearsal {
  private final Terminal terminal;
  private final List<List<String>> failed = new ArrayList<>();

  private Rehearsal() {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    this.terminal =
        new Terminal(
            InputStream.nullInputStream(), nowhere, nowhere, Map.of(), false, Optional.empty());
  }

  /** Runs it in a directory, and ends the process with an error if a command failed. */
  public static void main(String[] arguments) {
    Terminal.ofProcess();
    List<List<String>> failed = in(Path.of(ProcessArguments.decoded(arguments).get(0)));
    if (!failed.isEmpty()) {
      throw new IllegalStateException("failed: " + failed);
    }
  }

  /** Runs it in an empty directory, and returns the commands that failed. */
  static List<List<String>> in(Path directory) {
    Rehearsal rehearsal = new Rehearsal();
    Path data = directory.resolve("node");
    rehearsal.run("--help");
    rehearsal.run("init", "--data", data.toString(), "--prefix", "88.118.8", "--no-passphrase");
    NodeConfig config = NodeConfig.in(data).withoutPassphrase();
    try (NodeServer server = NodeServer.start(ServerConfig.onPort(0), config)) {
      rehearsal.calls(server.host() + ":" + server.port(), data.resolve("anchor.txt").toString());
    }
    return List.copyOf(rehearsal.failed);
  }

  private void calls(String node, String anchor) {
    run("version", "--json");
    run("assign", "88.118.8/COIL-1", "--value", "1:A=a", "--node", node);
    run("update", "88.118.8/COIL-1", "--expect", "1", "--value", "1:A=b", "--node", node);
    run("mint", "88.118.8/COIL-{seq:6}{check}", "--count", "2", "--node", node);
    run("resolve", "88.118.8/COIL-1", "--anchor", anchor, "--node", node);
    run("resolve", "88.118.8/COIL-1", "--json", "--node", node);
    run("history", "88.118.8/COIL-1", "--node", node);
    run("list", "88.118.8", "--node", node);
    run("prefix", "list", "--node", node);
    run("statistics", "--node", node);
    run("log", "checkpoint", "--node", node);
    run("capture", "create", "--item", "88.118.8/COIL-1=21.4TNE", "--node", node);
    run("trace", "up", "88.118.8/COIL-1", "--node", node);
    run("recall", "88.118.8/COIL-1", "--node", node);
    run("retire", "88.118.8/COIL-1", "--expect", "2", "--node", node);
  }

  private void run(String... command) {
    if (Main.commandLine().run(List.of(command), terminal) != ExitCode.OK) {
      failed.add(List.of(command));
    }
  }
}
