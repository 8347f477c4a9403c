package dev.nameplate.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.trust.BatchHeader;
import dev.nameplate.trust.Checkpoint;
import dev.nameplate.trust.SignedStatement;
import dev.nameplate.trust.StatementVerifier;
import dev.nameplate.trust.TlogProof;
import dev.nameplate.trust.TrustAnchors;
import dev.nameplate.trust.Verified;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks signed statements offline. */
@Command(
    name = "verify",
    header = "Check signed statements offline, with nothing but a trust anchor.",
    description = {
      "%nFILE is what resolve --save kept, or JSON Lines with a statement each, as export writes them.",
      "Prints what was checked; stops at the first broken rule, names it, and ends with 1.%n"
    },
    footer =
        "  nameplate verify coil.statement --anchor anchor.txt --identifier 88.118.8/COIL-2026-000451")
final class VerifyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The file with the signed statement, or many.")
  private Path file = Arguments.NO_PATH;

  @Option(
      names = "--anchor",
      required = true,
      paramLabel = "FILE",
      description = "Whom to believe: a trust root, or anchors.")
  private Path anchor = Arguments.NO_PATH;

  @Option(
      names = "--identifier",
      paramLabel = "ID",
      description =
          "Each statement must be about this identifier; without it, about whichever it says.")
  private Optional<Identifier> identifier = Optional.empty();

  @Option(
      names = "--proof",
      paramLabel = "FILE",
      description =
          "Also check by this tlog-proof (of log prove) that the statement is in the log.")
  private Optional<Path> proof = Optional.empty();

  @Mixin private CommonOptions common = new CommonOptions();

  @Override
  public Integer call() {
    TrustAnchors anchors = AnchorOptions.read(anchor, common.output());
    StatementVerifier verifier = new StatementVerifier(anchors, Clock.systemUTC());
    Optional<TlogProof> inLog =
        proof.map(
            path -> named(path.toString(), () -> TlogProof.parse(InputFile.text("--proof", path))));
    long checked = 0;
    try (StatementFile statements = StatementFile.open(file)) {
      while (statements.hasNext()) {
        SignedStatement statement = named(statements.where(), statements::next);
        Verified<IdentifierRecord> verified =
            named(statements.where(), () -> verify(verifier, statement));
        Optional<Checkpoint> checkpoint =
            inLog.map(
                tlog ->
                    named(statements.where(), () -> tlog.verify(statement.signedBatch(), anchors)));
        show(verified, checkpoint, statements.holdsOne());
        checked++;
      }
    }
    if (checked == 0) {
      throw new InvalidInputException(
          ErrorReason.INVALID_ARGUMENT, "FILE", file.toString(), "at least one signed statement");
    }
    common
        .output()
        .line(
            common.output().good("Verified")
                + ": "
                + (checked == 1 ? "1 statement." : checked + " statements."));
    return ExitCode.OK;
  }

  private Verified<IdentifierRecord> verify(StatementVerifier verifier, SignedStatement statement) {
    return identifier.isPresent()
        ? verifier.verify(statement, identifier.get())
        : verifier.verify(statement);
  }

  private void show(
      Verified<IdentifierRecord> verified, Optional<Checkpoint> checkpoint, boolean inFull) {
    Output output = common.output();
    IdentifierRecord record = verified.value();
    BatchHeader batch = verified.statement().batch();
    ObjectNode json =
        Output.object().put("identifier", record.identifier().toString()).put("verified", true);
    json.put("version", record.version())
        .put("retired", record.retired())
        .put("log", batch.log().text());
    json.put("position", verified.position())
        .put("time", batch.time().toString())
        .put("keyId", verified.keyId().toString());
    checkpoint.ifPresent(agreed -> json.put("logSize", agreed.size()));
    output.result(json);
    if (inFull && !output.json()) {
      output.line(
          output.bold(Columns.safe(record.identifier().toString()))
              + "  version "
              + record.version()
              + (record.retired() ? "  retired" : ""));
      Values.lines(record.values(), record.withheld()).forEach(output::line);
      steps(verified, checkpoint)
          .forEach(step -> output.line("  " + output.good("ok") + "  " + step));
    }
  }

  private List<String> steps(Verified<IdentifierRecord> verified, Optional<Checkpoint> checkpoint) {
    SignedStatement statement = verified.statement();
    BatchHeader batch = statement.batch();
    Columns columns =
        new Columns("")
            .add(
                "form",
                statement.encoded().size() + " bytes, within the caps, nothing unknown in it")
            .add("key", "the anchor names " + batch.keyId() + " (" + batch.suite() + ")")
            .add("log", "batch and statement belong to " + batch.log())
            .add("time", "signed " + batch.time() + ", not in the future")
            .add(
                "subject",
                identifier.isPresent()
                    ? "about the identifier asked for"
                    : "about " + verified.value().identifier())
            .add("prefix", "the anchor covers " + verified.value().identifier().prefix())
            .add(
                "batch",
                "leaf "
                    + statement.leafIndex()
                    + " of the "
                    + batch.count()
                    + " of batch "
                    + batch.batch()
                    + ", by a path of "
                    + statement.path().size()
                    + " hashes")
            .add("signature", "the key signed the batch's root");
    checkpoint.ifPresent(
        agreed ->
            columns.add(
                "in the log",
                "batch "
                    + batch.batch()
                    + " is one of the "
                    + agreed.size()
                    + " under the signed checkpoint"));
    return columns.lines();
  }

  /** Does one step, and says where it failed if it does. */
  private static <T> T named(String where, Supplier<T> step) {
    try {
      return step.get();
    } catch (RejectedStatementException e) {
      throw new NotVerifiedException(where, e);
    }
  }
}
