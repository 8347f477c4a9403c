package dev.nameplate.server.cli.log;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.audit.LogAudit;
import dev.nameplate.log.mirror.LogSource;
import dev.nameplate.log.read.LogProofs;
import dev.nameplate.resolve.Question;
import dev.nameplate.server.cli.options.AnchorOptions;
import dev.nameplate.server.cli.options.Arguments;
import dev.nameplate.server.cli.options.CommandFamily;
import dev.nameplate.server.cli.options.NodeCommand;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.options.Sought;
import dev.nameplate.server.cli.output.Counts;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.cli.output.StatementProgress;
import dev.nameplate.server.json.Json;
import dev.nameplate.signing.NodeDirectory;
import dev.nameplate.trust.chain.Checkpoint;
import dev.nameplate.trust.chain.TlogProof;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.note.SignedNote;
import dev.nameplate.trust.statement.SignedBatch;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.StatementKind;
import dev.nameplate.upstream.GrpcLogSource;
import dev.nameplate.wire.InclusionCodec;
import dev.nameplate.wire.QuestionCodec;
import dev.nameplate.wire.SentAnswer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The {@code log} command family: a node's log. */
@Command(
    name = "log",
    header = "Show, prove and audit a node's log: all its statements, in order.",
    footer = "  nameplate log audit --node 127.0.0.1:7430 --anchor anchor.txt",
    subcommands = {
      LogCommand.ShowCheckpoint.class,
      LogCommand.Audit.class,
      LogRebuildCommand.class,
      LogFollowCommand.class,
      LogPromoteCommand.class,
      LogCommand.Prove.class
    })
public final class LogCommand extends CommandFamily {
  /** The anchors, if there are any, of which one must be of the log. */
  private static Optional<TrustAnchors> anchorsOf(LogName log, Optional<TrustAnchors> anchors) {
    anchors
        .filter(all -> all.ofLog(log).isEmpty())
        .ifPresent(
            all -> {
              throw new InvalidInputException(
                  ErrorReason.WRONG_KEY,
                  "--anchor",
                  String.join(", ", all.list().stream().map(a -> a.log().text()).toList()),
                  "an anchor of this node's log, " + log);
            });
    return anchors;
  }

  private static SignedNote checkpoint(NodeConnection connection) {
    return new GrpcLogSource(connection.channel()).checkpoint();
  }

  @Command(
      name = "checkpoint",
      header = "Show the log's newest signed checkpoint: its size and root.",
      description = {
        "%nPrints a C2SP tlog-checkpoint (a signed note) unchanged. Keep it: every later state of "
            + "the log must extend it.%n"
      },
      footer = "  nameplate log checkpoint --anchor anchor.txt > 2026-07-01.checkpoint")
  static final class ShowCheckpoint extends NodeCommand {
    @Mixin private AnchorOptions anchor = new AnchorOptions();

    @Override
    public Integer call() {
      try (NodeConnection connection = connect()) {
        SignedNote note = checkpoint(connection);
        Checkpoint said = Checkpoint.parse(note.text());
        Optional<TrustAnchors> trusted = anchorsOf(said.origin(), anchor.forNode(connection));
        trusted.ifPresent(believed -> Checkpoint.verify(note, believed));
        Output output = output();
        ObjectNode json = Json.object().put("log", said.origin().text()).put("size", said.size());
        json.put("root", said.root().toHex()).put("verified", trusted.isPresent());
        output.result(json.put("checkpoint", note.toString()));
        if (!output.json()) {
          output.raw(note.toString());
          output.note(
              trusted.isPresent()
                  ? "verified"
                  : "not verified: give --anchor FILE to check the signatures");
        }
      }
      return ExitCode.OK;
    }
  }

  @Command(
      name = "audit",
      header = "Check the whole log: every statement, every batch and the checkpoint.",
      description = {
        "%nDetects entries changed, removed, duplicated, moved or added since they were signed, "
            + "and a truncated log.",
        "Reads the log as a stream; memory use does not grow with the log.",
        "",
        "With --data, reads everything in the directory and compares it with the log: every "
            + "index, proof and root; rows without a cause in the log are reported. Needs no "
            + "passphrase, and works when the node no longer opens. Exit code 1 if anything "
            + "differs.%n"
      },
      footer = {
        "  nameplate log audit --node 127.0.0.1:7430 --anchor anchor.txt",
        "  nameplate log audit --data mill --checkpoint 2026-07-01.checkpoint"
      })
  static final class Audit extends NodeCommand {
    @Option(
        names = "--checkpoint",
        paramLabel = "FILE",
        description = "With --data: a checkpoint kept earlier, which the log must extend.")
    private Optional<Path> kept = Optional.empty();

    @Mixin private AnchorOptions anchor = new AnchorOptions();

    @Override
    public Integer call() {
      Output output = output();
      if (node.directory().isPresent()) {
        LogName own = NodeDirectory.anchorsIn(node.requireDirectory()).list().get(0).log();
        var unused = anchorsOf(own, anchor.given());
        return DirectoryAudit.audit(node.requireDirectory(), kept, output);
      }
      kept.ifPresent(
          file -> {
            throw InvalidInputException.of("--checkpoint", file.toString(), "only with --data");
          });
      try (NodeConnection connection = connect()) {
        SignedNote note = checkpoint(connection);
        TrustAnchors trusted =
            anchorsOf(Checkpoint.parse(note.text()).origin(), anchor.forNode(connection))
                .orElseThrow(
                    () ->
                        InvalidInputException.of(
                            "--anchor", "", "the file with the trust anchor of this log"));
        long began = System.nanoTime();
        LogAudit.Report report = audit(connection, note, trusted, output);
        double seconds = (System.nanoTime() - began) / 1e9;
        Checkpoint agreed = report.checkpoint();
        ObjectNode json = Json.object().put("log", agreed.origin().text()).put("verified", true);
        json.put("statements", report.statements()).put("batches", agreed.size());
        output.result(json.put("root", agreed.root().toHex()).put("seconds", seconds));
        output.line(
            "%s: %s in %s of %s, each signed, none missing."
                .formatted(
                    output.good("The log is whole"),
                    Counts.of(report.statements(), "statement"),
                    Counts.of(agreed.size(), "batch", "batches"),
                    agreed.origin()));
        output.line("They match the root " + agreed.root().toHex() + " of the signed checkpoint.");
      }
      return ExitCode.OK;
    }

    private static LogAudit.Report audit(
        NodeConnection connection, SignedNote note, TrustAnchors trusted, Output output) {
      try (StatementProgress progress = StatementProgress.of("auditing", output);
          LogSource.Statements statements =
              new GrpcLogSource(connection.channel()).statements(0, false)) {
        return LogAudit.run(statements, note, trusted, Clock.systemUTC(), progress::at);
      }
    }
  }

  @Command(
      name = "prove",
      header = "Print a proof that a record or a batch is in the log.",
      description = {
        "%nPrints a C2SP tlog-proof@v1: the path and the signed checkpoint in one text. Check it "
            + "offline with nameplate verify FILE --proof PROOF --anchor ANCHOR, where FILE comes "
            + "from resolve --save.%n"
      },
      footer = "  nameplate log prove 88.118.8/COIL-2026-000451 > coil.tlog-proof")
  static final class Prove extends NodeCommand {
    @Parameters(
        converter = Sought.OfIdentifier.class,
        arity = "0..1",
        paramLabel = "IDENTIFIER",
        description = "The identifier whose newest record to prove.")
    private Optional<Identifier> identifier = Optional.empty();

    @Option(
        names = "--batch",
        paramLabel = "N",
        description = "Number of the batch to prove instead, from 0.")
    private Optional<Long> batch = Optional.empty();

    @Mixin private AnchorOptions anchor = new AnchorOptions();

    @Override
    public Integer call() {
      if (identifier.isPresent() == batch.isPresent()) {
        throw InvalidInputException.of(
            "batch", batch.map(String::valueOf).orElse(""), "either an IDENTIFIER or --batch N");
      }
      Output output = output();
      try (NodeConnection connection = connect()) {
        long number =
            batch.isPresent()
                ? batch.get()
                : batchOf(connection, identifier.orElse(Arguments.NO_IDENTIFIER));
        var answer = connection.log().proveInclusion(InclusionCodec.request(number));
        TlogProof proof = InclusionCodec.portable(answer);
        LogProofs.Inclusion inclusion = InclusionCodec.inclusion(answer);
        SignedBatch signed = inclusion.batch();
        Optional<TrustAnchors> trusted =
            anchorsOf(signed.header().log(), anchor.forNode(connection));
        trusted.ifPresent(believed -> proof.verify(signed, believed));
        ObjectNode json = Json.object().put("batch", number).put("treeSize", inclusion.treeSize());
        output.result(json.put("verified", trusted.isPresent()).put("proof", proof.toString()));
        if (!output.json()) {
          output.raw(proof.toString());
          output.note(
              trusted.isPresent() ? "verified" : "not verified: give --anchor FILE to check it");
        }
      }
      return ExitCode.OK;
    }

    private static long batchOf(NodeConnection connection, Identifier identifier) {
      var request = QuestionCodec.request(Question.about(identifier)).build();
      return new SentAnswer(connection.resolution().resolve(request))
          .statement()
          .filter(Prove::isLogged)
          .orElseThrow(
              () ->
                  new InvalidInputException(
                      ErrorReason.NOT_ASSIGNED,
                      "identifier",
                      identifier.toString(),
                      "an assigned identifier"))
          .batch()
          .batch();
    }

    private static boolean isLogged(SignedStatement statement) {
      return statement.is(StatementKind.RECORD) || statement.is(StatementKind.RANGE);
    }
  }
}
