package dev.nameplate.server.cli.verify;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NodeException;
import dev.nameplate.error.VisibleText;
import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.server.cli.input.InputFile;
import dev.nameplate.server.cli.options.AnchorOptions;
import dev.nameplate.server.cli.options.Arguments;
import dev.nameplate.server.cli.options.CliCommand;
import dev.nameplate.server.cli.options.Sought;
import dev.nameplate.server.cli.output.Counts;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.json.Json;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TlogProof;
import dev.nameplate.trust.chain.TrustAnchors;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks signed statements offline. */
@Command(
    name = "verify",
    header = "Verify signed statements offline, with a trust anchor.",
    description = {
      "%nFILE is a file from resolve --save, trace --save or recall --save, or JSON Lines with a "
          + "statement each, as export writes them.",
      "Saved answers include their delegations, so the anchor of a root is sufficient.",
      "An event after its withdrawal in the file is verified and reported as withdrawn.",
      "The rows of a trace or a recall must be all rows of the certificate behind them: a row that "
          + "was deleted, added or changed is an error.",
      "Prints what was checked. Stops at the first broken rule, names it, and ends with exit code "
          + "1.%n"
    },
    footer = {
      "  nameplate verify coil.statement --anchor anchor.txt --identifier 88.118.8/COIL-2026-000451",
      "  nameplate verify panel.trace --anchor root.txt --path 88.118.8/HEAT-1 88.118.9/PANEL-1",
      "  nameplate verify heat.recall --anchor root.txt --against mirror",
      "  nameplate verify heat.recall --anchor root.txt --only 88.118.9/PANEL-1 --save panel.row"
    })
public final class VerifyCommand extends CliCommand {
  @Parameters(paramLabel = "FILE", description = "File with signed statements.")
  private Path file = Arguments.NO_PATH;

  @Option(
      names = "--anchor",
      required = true,
      paramLabel = "FILE",
      description = "Trust anchors or a trust root.")
  private Path anchor = Arguments.NO_PATH;

  @Option(
      converter = Sought.OfIdentifier.class,
      names = "--identifier",
      paramLabel = "ID",
      description = "Require every statement to be about this identifier. Default: any identifier.")
  private Optional<Identifier> identifier = Optional.empty();

  @Option(
      names = "--proof",
      paramLabel = "FILE",
      description =
          "Also check with this tlog-proof (from log prove) that the statement is in the log.")
  private Optional<Path> proof = Optional.empty();

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = {
        "Verify as of this time, for example 2026-07-01T08:00:00+08:00: for archives whose "
            + "delegations have expired since."
      })
  private Optional<Instant> at = Optional.empty();

  @Option(
      names = "--path",
      arity = "2",
      paramLabel = "ITEM",
      description = {
        "Also check that the events in the file lead from the first item to the second without a "
            + "gap, for example from a heat to a panel, and show the path. Events withdrawn in "
            + "the file are not followed."
      })
  private List<String> path = List.of();

  @Option(
      names = "--uncertified",
      description = {
        "With --path, accept events without a certificate of the whole answer about the newest "
            + "state: withdrawals may be missing."
      })
  private boolean uncertified;

  @Option(
      names = "--against",
      paramLabel = "MIRROR",
      description = {
        "Also recompute certified answers from this mirror of the node's log (log follow), and say "
            + "what a mirror cannot check."
      })
  private Optional<Path> against = Optional.empty();

  @Option(
      names = "--only",
      paramLabel = "ITEM",
      description = {
        "With --save: take the rows about this item out of a certified answer, each with the proof "
            + "that it is a row of the answer."
      })
  private Optional<String> only = Optional.empty();

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "The file for the rows that --only takes out, for nameplate verify.")
  private Optional<Path> save = Optional.empty();

  @Override
  public Integer call() {
    Optional<ItemId> single = single();
    Clock clock = at.map(moment -> Clock.fixed(moment, ZoneOffset.UTC)).orElseGet(Clock::systemUTC);
    TrustAnchors anchors = AnchorOptions.read(anchor, clock.instant(), output());
    Optional<TlogProof> inLog =
        proof.map(
            path ->
                FileCheck.named(
                    path.toString(), () -> TlogProof.parse(InputFile.text("--proof", path))));
    Optional<KeptPath> kept = path();
    StatementView view = new StatementView(output(), at, identifier.isPresent());
    try (MirrorCheck mirror = against.map(MirrorCheck::new).orElse(null)) {
      FileCheck check =
          new FileCheck(
              new StatementVerifier(anchors, clock),
              anchors,
              view,
              new FileCheck.Subject(
                  identifier, inLog, kept, Optional.ofNullable(mirror), at.isEmpty()));
      FileCheck.Found found = check.check(file);
      requireCertificate(check, found);
      kept.ifPresent(all -> view.show(all.steps(check::isWithdrawn), found.certifiers()));
      conclude(check, found);
    }
    single.ifPresent(
        item -> {
          long rows = SingleRows.write(file, item, save.orElseThrow());
          output().line("Wrote %s to %s.".formatted(Counts.of(rows, "row"), save.orElseThrow()));
        });
    return ExitCode.OK;
  }

  private Optional<ItemId> single() {
    if (only.isPresent() != save.isPresent()) {
      throw InvalidInputException.of(
          only.isPresent() ? "--only" : "--save",
          only.orElseGet(() -> save.map(Path::toString).orElse("")),
          "--only ITEM and --save FILE together");
    }
    return only.map(ItemId::sought);
  }

  /** Refuses a path, or a comparison, that nothing certifies. */
  private void requireCertificate(FileCheck check, FileCheck.Found found) {
    if (against.isPresent() && found.certificates() == 0) {
      throw InvalidInputException.of(
          "--against", file.toString(), "a file with a certificate, as trace --save writes it");
    }
    if (!path.isEmpty() && !uncertified) {
      long loose = check.uncertifiedRows() + found.uncertifiedEvents();
      if (loose > 0 || found.isUnfitForPath()) {
        throw new NodeException(
            ErrorReason.STATEMENT_REJECTED,
            "--path: \"%s\" %s, so that a withdrawal may be missing (expected: the whole answer about the newest state, as trace --save writes it); --uncertified accepts this"
                .formatted(
                    VisibleText.of(file.toString()),
                    loose > 0
                        ? "has "
                            + Counts.of(loose, "row or event", "rows or events")
                            + " without a certificate"
                        : "holds some rows of an answer, or an answer about an earlier state"));
      }
    }
  }

  private Optional<KeptPath> path() {
    if (path.isEmpty()) {
      return Optional.empty();
    }
    if (path.size() != 2) {
      throw InvalidInputException.of("--path", path.size() + " items", "two items, once");
    }
    return Optional.of(new KeptPath(ItemId.sought(path.get(0)), ItemId.sought(path.get(1))));
  }

  private void conclude(FileCheck check, FileCheck.Found found) {
    Output output = output();
    if (check.uncertifiedRows() > 0) {
      output.result(Json.object().put("uncertifiedRows", check.uncertifiedRows()));
    }
    output.line(
        output.good("Verified")
            + at.map(moment -> " as of " + moment).orElse("")
            + ": "
            + (found.statements() == 0
                ? Counts.of(found.certificates(), "certified answer")
                : Counts.of(found.statements(), "statement"))
            + ".");
    if (check.uncertifiedRows() > 0) {
      output.line(
          output.warning("Not certified")
              + ": "
              + Counts.of(check.uncertifiedRows(), "row")
              + " without a certificate of the whole answer; others may have been deleted from the "
              + "file.");
    }
    if (found.withdrawn() > 0) {
      output.line(
          output.bad("Withdrawn")
              + ": "
              + found.withdrawn()
              + " of these events; they have no effect.");
    }
    if (check.unmatchedWithdrawals() > 0) {
      output.line(
          output.warning("Not marked")
              + ": "
              + Counts.of(check.unmatchedWithdrawals(), "withdrawn event")
              + ", placed before the withdrawal in this file or missing from it.");
    }
    if (at.isPresent()) {
      output.line(
          output.warning("Verified as of that time, not now")
              + ": delegations and absences may have expired since.");
    }
  }
}
