package dev.nameplate.server.cli.log;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.log.audit.StoreAudit;
import dev.nameplate.node.NodeAudit;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.server.cli.input.InputFile;
import dev.nameplate.server.cli.output.Counts;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.cli.output.StatementProgress;
import dev.nameplate.server.json.Json;
import dev.nameplate.store.Head;
import dev.nameplate.trust.note.SignedNote;
import java.nio.file.Path;
import java.util.Optional;

/** Compares the directory of a node with its log, mends it on request, and reports the result. */
final class DirectoryAudit {
  private DirectoryAudit() {}

  /** Compares; the exit code. */
  static int audit(Path directory, Optional<Path> checkpoint, Output output) {
    Optional<SignedNote> kept =
        checkpoint.map(file -> SignedNote.parse(InputFile.text("--checkpoint", file)));
    long began = System.nanoTime();
    StoreAudit.Report report;
    try (StatementProgress progress = StatementProgress.of("auditing", output)) {
      report = NodeAudit.compare(NodeConfig.in(directory), kept, progress::at);
    }
    tell(report, began, output);
    if (report.differences() == 0) {
      output.line(output.good("Everything matches the log") + ": " + counts(report));
      return ExitCode.OK;
    }
    output.line(
        "%s: %s, %s"
            .formatted(
                output.bad("Differs from its log"),
                Counts.of(report.differences(), "difference"),
                counts(report)));
    output.line(
        report.isDamaged()
            ? "The log itself is damaged: restore the directory from a backup or a mirror."
            : "The log is whole: nameplate log rebuild --data " + directory + " repairs the rest.");
    return ExitCode.NO;
  }

  /** Compares and mends; the exit code. */
  static int rebuild(Path directory, Output output) {
    long began = System.nanoTime();
    StoreAudit.Report report;
    try (StatementProgress progress = StatementProgress.of("rebuilding", output)) {
      report = NodeAudit.rebuild(NodeConfig.in(directory), progress::at);
    }
    tell(report, began, output);
    output.line(
        "%s: %s written again or removed, %s"
            .formatted(
                report.isDamaged() ? output.bad("Not repaired") : output.good("Repaired"),
                Counts.of(report.mended(), "row"),
                counts(report)));
    if (report.isDamaged()) {
      output.line("The log itself is damaged: restore the directory from a backup or a mirror.");
      return ExitCode.NO;
    }
    return ExitCode.OK;
  }

  private static String counts(StoreAudit.Report report) {
    return "read %s in %s, and %s derived from them."
        .formatted(
            Counts.of(report.statements(), "statement"),
            Counts.of(report.head().batches(), "batch", "batches"),
            Counts.of(report.derived(), "row"));
  }

  private static void tell(StoreAudit.Report report, long began, Output output) {
    Head head = report.head();
    ObjectNode json =
        Json.object()
            .put("verified", report.differences() == report.mended() && !report.isDamaged())
            .put("statements", report.statements())
            .put("batches", head.batches())
            .put("root", head.root().toHex())
            .put("derived", report.derived())
            .put("mended", report.mended())
            .put("differences", report.differences())
            .put("seconds", (System.nanoTime() - began) / 1e9);
    ArrayNode findings = json.putArray("findings");
    report
        .findings()
        .forEach(
            finding -> {
              findings.addObject().put("what", finding.what()).put("derived", finding.derived());
              output.line("  " + finding.what() + (finding.derived() ? "" : "  (the log itself)"));
            });
    if (report.differences() > report.findings().size()) {
      output.line("  and " + (report.differences() - report.findings().size()) + " more");
    }
    output.result(json);
  }
}
