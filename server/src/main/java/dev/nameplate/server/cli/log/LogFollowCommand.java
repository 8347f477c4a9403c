package dev.nameplate.server.cli.log;

import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.node.Mirror;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Endpoint;
import dev.nameplate.server.cli.options.AnchorOptions;
import dev.nameplate.server.cli.options.CliCommand;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.options.NotVerifiedException;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Failure;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.cli.output.StatementProgress;
import dev.nameplate.server.json.Json;
import dev.nameplate.trust.chain.Checkpoint;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.note.SignedNote;
import dev.nameplate.upstream.GrpcLogSource;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Mirrors a node's log into a directory. */
@Command(
    name = "follow",
    header = "Mirror a node's log into a directory, and verify it.",
    description = {
      "%nVerifies every statement; every checkpoint must be signed and extend the earlier "
          + "checkpoints, so a rewritten history is refused. Continues where it stopped, also "
          + "after a crash or an outage of the node. A mirror directory answers resolve, list, "
          + "history, export, log audit and log prove with --data; it has no keys, accepts no "
          + "writes and signs no absence.%n"
    },
    footer = "  nameplate log follow --node 127.0.0.1:7430 --data mirror --anchor anchor.txt")
final class LogFollowCommand extends CliCommand {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  @Option(
      names = "--node",
      paramLabel = "HOST:PORT",
      description = "The node to follow. Default: 127.0.0.1:7430.")
  private Endpoint node = Endpoint.DEFAULT;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "Directory of the mirror, created if missing.")
  private Path data = Path.of("");

  @Option(
      names = "--anchor",
      paramLabel = "FILE",
      description = {
        "The node's anchor.txt. Required for a new mirror; an existing mirror keeps its anchor "
            + "until the node signs with a new key: then give the new anchor.txt, which also "
            + "names the former keys."
      })
  private Optional<Path> anchor = Optional.empty();

  @Option(names = "--once", description = "Exit once the mirror is up to date.")
  private boolean once;

  @Option(
      names = "--tell-port",
      paramLabel = "PORT",
      description = {
        "While following, serve the newest checkpoint seen, and nothing else, on this port: the "
            + "node queries it with serve --peer. 0 picks a free port; prints 'grpc HOST:PORT'."
      })
  private Optional<Integer> tellPort = Optional.empty();

  @Option(
      names = "--tell-host",
      paramLabel = "HOST",
      description = "Address for --tell-port to listen on. Default: 127.0.0.1.")
  private String tellHost = "127.0.0.1";

  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable NodeConnection open;

  @Override
  public Integer call() throws InterruptedException {
    if (tellPort.isEmpty()) {
      return follow();
    }
    try (CheckpointTeller teller = new CheckpointTeller(data, tellHost, tellPort.get())) {
      Output output = output();
      output.result(Json.object().put("face", "grpc").put("address", teller.address().toString()));
      output.line("grpc " + teller.address());
      return follow();
    }
  }

  private int follow() throws InterruptedException {
    Output output = output();
    Optional<TrustAnchors> anchors = anchor.map(file -> AnchorOptions.read(file, output));
    Thread stop = new Thread(this::stop, "shutdown");
    Runtime.getRuntime().addShutdownHook(stop);
    try (StatementProgress progress = StatementProgress.of("mirroring", output)) {
      Duration pause = Duration.ofSeconds(1);
      while (true) {
        try {
          tell(copy(anchors, progress, output), output);
          if (once) {
            return ExitCode.OK;
          }
        } catch (StatusRuntimeException e) {
          if (isStopping()) {
            output.note("Stopped.");
            return ExitCode.OK;
          }
          if (once || e.getStatus().getCode() != Status.Code.UNAVAILABLE) {
            throw e;
          }
          output.note(Failure.of(e).message() + "; trying again in " + pause.toSeconds() + " s");
        }
        if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          output.note("Stopped.");
          return ExitCode.OK;
        }
        pause = pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
      }
    } finally {
      ended.countDown();
    }
  }

  private SignedNote copy(
      Optional<TrustAnchors> anchors, StatementProgress progress, Output output) {
    try (NodeConnection connection = NodeConnection.to(node, Duration.ofSeconds(30))) {
      open = connection;
      return Mirror.follow(
          NodeConfig.in(data),
          anchors,
          new GrpcLogSource(connection.channel()),
          !once,
          statements -> {
            progress.at(statements);
            output.result(Json.object().put("statements", statements));
          });
    } catch (RejectedStatementException e) {
      if (isStopping()) {
        throw Status.CANCELLED.withCause(e).asRuntimeException();
      }
      throw NotVerifiedException.log(node.toString(), e);
    } finally {
      open = null;
    }
  }

  private void tell(SignedNote note, Output output) {
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    output.result(
        Json.object()
            .put("log", checkpoint.origin().text())
            .put("batches", checkpoint.size())
            .put("root", checkpoint.root().toHex())
            .put("verified", true));
    output.line(
        "%s: all %s batches of %s are copied, with the root %s"
            .formatted(
                output.good("Mirrored"),
                checkpoint.size(),
                checkpoint.origin(),
                checkpoint.root().toHex()));
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  /** Closes the mirror when the process is stopped: the JVM ends only afterwards. */
  private void stop() {
    stopping.countDown();
    NodeConnection connection = open;
    if (connection != null) {
      connection.close();
    }
    try {
      if (!ended.await(30, TimeUnit.SECONDS)) {
        return; // every commit is whole: nothing is lost
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
