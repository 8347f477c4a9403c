package dev.nameplate.server;

import dev.nameplate.cache.CacheBounds;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.server.cli.backup.BackupCommand;
import dev.nameplate.server.cli.backup.ControlSocket;
import dev.nameplate.server.cli.options.CheckpointOptions;
import dev.nameplate.server.cli.options.CliCommand;
import dev.nameplate.server.cli.options.PassphraseOption;
import dev.nameplate.server.cli.options.Passphrases;
import dev.nameplate.server.cli.options.UpstreamOptions;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.grpc.ConnectionLimits;
import dev.nameplate.server.grpc.GrpcConfig;
import dev.nameplate.server.json.Json;
import dev.nameplate.server.operation.Face;
import dev.nameplate.store.StoreSettings;
import dev.nameplate.upstream.UpstreamConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The {@code serve} command: runs a node until the process is stopped. */
@Command(
    name = "serve",
    header = "Run a node and serve it over gRPC.",
    description = {
      "%nPrints 'grpc HOST:PORT' when it listens, then 'ready'. On SIGTERM or SIGINT it accepts "
          + "no further calls, finishes calls in flight, and closes the log.",
      "Connections are neither encrypted nor authenticated: listen only on this machine or a "
          + "private network.%n"
    },
    footer = "  nameplate serve --data ./node --grpc-port 7430")
final class ServeCommand extends CliCommand {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "The node's directory, created by init.")
  private Path data = Path.of("");

  @SuppressWarnings("unused") // Cli has taken the file in already
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "File of options as lines of name = value, for example grpc-port = 7430; the command "
              + "line takes precedence.")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "Address to listen on. Default: 127.0.0.1.")
  private String host = GrpcConfig.DEFAULT_HOST;

  @Option(
      names = "--grpc-port",
      paramLabel = "PORT",
      description = "Port to listen on; 0 picks a free port. Default: 7430.")
  private int port = GrpcConfig.DEFAULT_PORT;

  @Option(
      names = "--allow-remote-registration",
      description =
          "Allow writes from other machines when --host is not a loopback address. Use only "
              + "behind a firewall.")
  private boolean allowRemoteRegistration;

  @Option(
      names = "--cache-mb",
      paramLabel = "N",
      description =
          "Heap for the record cache, in MiB, 0 to 65536. Default: an eighth of the maximum "
              + "heap, at most 64.")
  private long cacheMegabytes = CacheBounds.DEFAULT.recordBytes() >> 20;

  @Option(
      names = "--block-cache-mb",
      paramLabel = "N",
      description =
          "Memory outside the heap for blocks read from disk, in MiB, 1 to 65536. Default: an "
              + "eighth of the memory outside the heap, at most 64.")
  private long blockCacheMegabytes = StoreSettings.DEFAULT_CACHE >> 20;

  @Option(
      names = "--reserve-mb",
      paramLabel = "N",
      description =
          "Disk space to keep free, in MiB, 0 to 65536; with less, writes are refused. Default: 256.")
  private long reserveMegabytes = StoreSettings.DEFAULT_RESERVE >> 20;

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      description =
          "Maximum number of open connections, 1 to 1000000 (default: 10000, or fewer if the "
              + "limit of open files is low).")
  private int maxConnections = ConnectionLimits.DEFAULT.connections();

  @Option(
      names = "--drain-seconds",
      paramLabel = "N",
      description = "Time limit for calls in flight at shutdown, 0 to 3600. Default: 10.")
  private long drainSeconds = 10;

  @Option(
      names = "--question-seconds",
      paramLabel = "N",
      description =
          "Time limit of a trace, recall, balance, list or search, 1 to 3600 (default: 30).")
  private long questionSeconds = ServerConfig.DEFAULT_QUESTION_TIME.toSeconds();

  @Mixin private CheckpointOptions checkpoints = new CheckpointOptions();

  @Mixin private UpstreamOptions upstream = new UpstreamOptions();

  @Option(
      names = "--recursive",
      description = "Query other nodes for callers that request it; needs --anchor.")
  private boolean recursive;

  @Mixin private PassphraseOption passphrase = new PassphraseOption();

  @Override
  public Integer call() throws InterruptedException {
    ServerConfig serverConfig = serverConfig();
    NodeConfig nodeConfig = nodeConfig();
    CountDownLatch closed = new CountDownLatch(1);
    Halt halt = Halt.install(output());
    try (NodeServer server = NodeServer.start(serverConfig, nodeConfig)) {
      Optional<ControlSocket> control = BackupCommand.offer(data, server.node());
      var unused = server.node().failure().thenAccept(halt::because);
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> close(control, server, closed), "shutdown"));
      try {
        announce(server);
        server.awaitClosed();
      } finally {
        control.ifPresent(ControlSocket::close);
      }
    } catch (InterruptedException e) {
      output().note("Stopped.");
    } finally {
      closed.countDown();
    }
    return ExitCode.OK;
  }

  private void announce(NodeServer server) {
    Output output = output();
    for (Face face : server.faces()) {
      output.result(
          Json.object().put("face", face.name()).put("address", face.address().toString()));
      output.line(face.line());
    }
    output.result(Json.object().put("ready", true));
    output.line("ready");
  }

  private ServerConfig serverConfig() {
    ServerConfig made =
        ServerConfig.onPort(port)
            .withHost(host)
            .withDrainTime(Duration.ofSeconds(drainSeconds))
            .withQuestionTime(Duration.ofSeconds(questionSeconds))
            .withConnections(ConnectionLimits.DEFAULT.withConnections(maxConnections));
    ServerConfig answering = recursive ? made.offeringRecursion() : made;
    return allowRemoteRegistration ? answering.allowingRemoteRegistration() : answering;
  }

  private NodeConfig nodeConfig() {
    CacheBounds usual = CacheBounds.DEFAULT;
    CacheBounds cache =
        new CacheBounds(
            mebibytes("cache-mb", cacheMegabytes),
            usual.absenceBytes(),
            usual.longestRecord(),
            usual.longestAbsence());
    NodeConfig made =
        NodeConfig.in(data)
            .withPassphrase(Passphrases.toOpen(data, passphrase.file(), terminal()))
            .withCheckpoints(checkpoints.policy())
            .withCache(cache)
            .withBlockCacheBytes(mebibytes("block-cache-mb", blockCacheMegabytes))
            .withReserveBytes(mebibytes("reserve-mb", reserveMegabytes));
    Optional<UpstreamConfig> others = upstream.config(cache.recordBytes(), output());
    if (recursive && others.isEmpty()) {
      throw ServerConfig.invalid("recursive", "", "--anchor FILE with the trusted keys");
    }
    return others.map(made::withUpstream).orElse(made);
  }

  private static long mebibytes(String option, long number) {
    if (number < 0 || number > 65_536) {
      throw ServerConfig.invalid(option, Long.toString(number), "0 to 65536 MiB");
    }
    return number << 20;
  }

  /**
   * Closes the node when the process is stopped: the JVM ends only afterwards. The control socket
   * goes first: behind the node, the directory may be another process's.
   */
  private static void close(
      Optional<ControlSocket> control, NodeServer server, CountDownLatch closed) {
    control.ifPresent(ControlSocket::close);
    server.close();
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
