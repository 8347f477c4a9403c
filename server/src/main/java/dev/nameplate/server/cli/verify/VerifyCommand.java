package dev.nameplate.server.cli.verify;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.server.cli.input.InputFile;
import dev.nameplate.server.cli.options.AnchorOptions;
import dev.nameplate.server.cli.options.Arguments;
import dev.nameplate.server.cli.options.CliCommand;
import dev.nameplate.server.cli.options.NotVerifiedException;
import dev.nameplate.server.cli.options.Sought;
import dev.nameplate.server.cli.output.Counts;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.cli.verify.KeptWithdrawals.Withdrawal;
import dev.nameplate.server.cli.verify.StatementFile.Kept;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.chain.Checkpoint;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TlogProof;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.RangeBody;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.StatementKind;
import dev.nameplate.wire.Read;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks signed statements offline. */
@Command(
    name = "verify",
    header = "Verify signed statements offline, with a trust anchor.",
    description = {
      "%nFILE is a file from resolve --save or trace --save, or JSON Lines with a statement each, "
          + "as export writes them.",
      "Saved answers include their delegations, so the anchor of a root is sufficient.",
      "An event after its withdrawal in the file is verified and reported as withdrawn.",
      "Prints what was checked. Stops at the first broken rule, names it, and ends with exit code "
          + "1.%n"
    },
    footer =
        "  nameplate verify coil.statement --anchor anchor.txt --identifier"
            + " 88.118.8/COIL-2026-000451")
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

  private final KeptWithdrawals withdrawals = new KeptWithdrawals();
  private long withdrawn;

  @Override
  public Integer call() {
    Clock clock = at.map(moment -> Clock.fixed(moment, ZoneOffset.UTC)).orElseGet(Clock::systemUTC);
    TrustAnchors anchors = AnchorOptions.read(anchor, clock.instant(), output());
    StatementVerifier verifier = new StatementVerifier(anchors, clock);
    Optional<TlogProof> inLog =
        proof.map(
            path -> named(path.toString(), () -> TlogProof.parse(InputFile.text("--proof", path))));
    Optional<KeptPath> kept = path();
    StatementView view = new StatementView(output(), at, identifier.isPresent());
    long checked = 0;
    try (StatementFile statements = StatementFile.open(file)) {
      while (statements.hasNext()) {
        Kept next = named(statements.where(), statements::next);
        Verified<?> verified =
            checked(statements.where(), () -> verify(verifier, next, statements.where()));
        Optional<Checkpoint> checkpoint =
            inLog.map(
                tlog ->
                    named(
                        statements.where(),
                        () -> tlog.verify(next.statement().signedBatch(), anchors)));
        Optional<Withdrawal> withdrawal = Optional.empty();
        if (verified.value() instanceof RecordedEvent event) {
          withdrawal = withdrawals.next(event);
          LogName log = verified.batch().log();
          kept.ifPresent(all -> all.add(event, log));
        }
        withdrawn += withdrawal.isPresent() ? 1 : 0;
        view.show(
            verified, withdrawal, checkpoint, statements.holdsOne() || !next.chain().isEmpty());
        checked++;
      }
    }
    if (checked == 0) {
      throw InvalidInputException.of("FILE", file.toString(), "at least one signed statement");
    }
    kept.ifPresent(
        all ->
            view.show(
                all.steps(one -> withdrawals.isWithdrawn(one.recorder(), one.id(), one.name()))));
    conclude(checked);
    return ExitCode.OK;
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

  private Verified<?> verify(StatementVerifier verifier, Kept kept, String where) {
    Optional<Identifier> expected = identifier.or(kept::identifier);
    SignedStatement statement = kept.statement();
    if (statement.is(StatementKind.RECORD)) {
      return verifier.verify(
          statement, kept.chain(), expected.orElseGet(() -> Read.subjectOf(statement)));
    }
    if (statement.is(StatementKind.EVENT)) {
      return verifier.verifyEvent(
          statement, verifier.authority(kept.chain(), statement.recorder()));
    }
    if (statement.is(StatementKind.RANGE)) {
      return verifier.verify(
          statement,
          kept.chain(),
          expected.orElseThrow(
              () ->
                  InvalidInputException.of(
                      "--identifier",
                      where,
                      "an identifier of the range " + RangeBody.parse(statement.body()).range())));
    }
    Identifier absent =
        expected.orElseThrow(
            () ->
                InvalidInputException.of(
                    "--identifier",
                    where,
                    "the identifier that the statement says does not exist"));
    return verifier.verifyAbsence(
        statement, absent, verifier.authority(kept.chain(), absent.prefix()));
  }

  private void conclude(long checked) {
    Output output = output();
    output.line(
        output.good("Verified")
            + at.map(moment -> " as of " + moment).orElse("")
            + ": "
            + Counts.of(checked, "statement")
            + ".");
    if (withdrawn > 0) {
      output.line(
          output.bad("Withdrawn") + ": " + withdrawn + " of these events; they have no effect.");
    }
    if (withdrawals.unmatched() > 0) {
      output.line(
          output.warning("Not marked")
              + ": "
              + Counts.of(withdrawals.unmatched(), "withdrawn event")
              + ", placed before the withdrawal in this file or missing from it.");
    }
    if (at.isPresent()) {
      output.line(
          output.warning("Verified as of that time, not now")
              + ": delegations and absences may have expired since.");
    }
  }

  /** Verifies; a failure is reported with its place, and advice for an expired statement. */
  private Verified<?> checked(String where, Supplier<Verified<?>> step) {
    try {
      return step.get();
    } catch (RejectedStatementException e) {
      boolean expired = Rule.DELEGATION_EXPIRED.isBrokenBy(e) || Rule.ABSENCE_EXPIRED.isBrokenBy(e);
      throw expired && at.isEmpty()
          ? NotVerifiedException.expired(where, e)
          : new NotVerifiedException(where, e);
    }
  }

  /** Runs a step; a failure is reported with its place. */
  private static <T> T named(String where, Supplier<T> step) {
    try {
      return step.get();
    } catch (RejectedStatementException e) {
      throw new NotVerifiedException(where, e);
    }
  }
}
