package dev.nameplate.server.crash;

import dev.nameplate.record.Endpoint;
import dev.nameplate.server.cli.Run;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.chain.TrustAnchors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Servers in processes of their own, by the prefixes of their nodes: a national one, a county's,
 * two companies', and a recursive one that knows the national node's anchor alone.
 */
final class Nodes implements AutoCloseable {
  static final String NATIONAL = "88";
  static final String COUNTY = "88.118";
  static final String MILL = "88.118.8";
  static final String PANEL_MAKER = "88.118.9";

  /** Whose node also asks others; it is nowhere delegated to. */
  static final String RECURSIVE = "20.500";

  private final Path directory;
  private final Map<String, ServerProcess> running = new LinkedHashMap<>();
  private final Map<String, Integer> ports = new LinkedHashMap<>();

  private Nodes(Path directory) {
    this.directory = directory;
  }

  /** Makes the nodes and starts them. */
  static Nodes start(Path directory) throws IOException {
    Nodes nodes = new Nodes(directory);
    try {
      for (String prefix : List.of(NATIONAL, COUNTY, MILL, PANEL_MAKER, RECURSIVE)) {
        String data = nodes.data(prefix).toString();
        Run.of("init", "--data", data, "--prefix", prefix, "--no-passphrase").ok();
      }
      for (String prefix : List.of(NATIONAL, COUNTY, MILL, PANEL_MAKER)) {
        nodes.serve(prefix);
      }
      Files.writeString(nodes.rootFile(), nodes.root().toString());
      nodes.serve(
          RECURSIVE,
          "--anchor",
          nodes.rootFile().toString(),
          "--recursive",
          "--allow-loopback-endpoints");
      return nodes;
    } catch (IOException | RuntimeException | Error e) {
      nodes.close();
      throw e;
    }
  }

  /** Where a node's files are. */
  Path data(String prefix) {
    return directory.resolve(prefix);
  }

  /** The anchor of the national node, and where it listens. */
  TrustAnchors root() throws IOException {
    String text = Files.readString(data(NATIONAL).resolve("anchor.txt"));
    TrustAnchor anchor = TrustAnchors.parse(text, "anchor.txt").list().get(0);
    return TrustAnchors.of(List.of(anchor.at(List.of(Endpoint.parse(address(NATIONAL))))));
  }

  private Path rootFile() {
    return directory.resolve("root.txt");
  }

  /** Starts a node, on the port it had before if it had one. */
  void serve(String prefix, String... options) throws IOException {
    serve(prefix, data(prefix), options);
  }

  /** Starts a node with other files where the node of a prefix is looked for. */
  void serve(String prefix, Path data, String... options) throws IOException {
    ServerProcess process = ServerProcess.start(data, ports.getOrDefault(prefix, 0), options);
    running.put(prefix, process);
    ports.put(prefix, Endpoint.parse(process.address()).port());
  }

  /** Where a node listens. */
  String address(String prefix) {
    return "127.0.0.1:" + ports.get(prefix);
  }

  /** As {@code kill -9} does. */
  void kill(String prefix) {
    taken(prefix).kill();
  }

  /** As a service manager does. */
  void stop(String prefix) {
    taken(prefix).stop();
  }

  private ServerProcess taken(String prefix) {
    return Objects.requireNonNull(running.remove(prefix), prefix);
  }

  /** Runs a command against a node that listens. */
  Run ask(String prefix, String... command) {
    String[] whole = new String[command.length + 3];
    System.arraycopy(command, 0, whole, 0, command.length);
    whole[command.length] = "--node";
    whole[command.length + 1] = address(prefix);
    whole[command.length + 2] = "--json";
    return Run.of((Object[]) whole);
  }

  @Override
  public void close() {
    running.values().forEach(ServerProcess::kill);
  }
}
