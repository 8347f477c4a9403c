package dev.nameplate.server.cli.verify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.error.VisibleText;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Target;
import dev.nameplate.event.Occurrence.Withdrawn;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.server.cli.input.InputFile;
import dev.nameplate.server.cli.options.AnchorOptions;
import dev.nameplate.server.cli.options.Arguments;
import dev.nameplate.server.cli.options.CliCommand;
import dev.nameplate.server.cli.options.NotVerifiedException;
import dev.nameplate.server.cli.options.Sought;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.cli.output.Values;
import dev.nameplate.server.cli.verify.KeptWithdrawals.Withdrawal;
import dev.nameplate.server.cli.verify.StatementFile.Kept;
import dev.nameplate.server.json.Json;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.chain.Checkpoint;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TlogProof;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.Absence;
import dev.nameplate.trust.statement.BatchHeader;
import dev.nameplate.trust.statement.RangeBody;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.StatementKind;
import dev.nameplate.wire.Read;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks signed statements offline. */
@Command(
    name = "verify",
    header = "Check signed statements offline, with nothing but a trust anchor.",
    description = {
      "%nFILE is what resolve --save kept, or JSON Lines with a statement each, as export writes"
          + " them.",
      "Kept answers have the delegations with them that prove them, so that a root's anchor will"
          + " do.",
      "An event that a withdrawal before it in the file is of is verified, and said to be withdrawn.",
      "Prints what was checked; stops at the first broken rule, names it, and ends with 1.%n"
    },
    footer =
        "  nameplate verify coil.statement --anchor anchor.txt --identifier"
            + " 88.118.8/COIL-2026-000451")
public final class VerifyCommand extends CliCommand {
  private static final int MOST_NAMES = 8;

  @Parameters(paramLabel = "FILE", description = "The file with the signed statement, or many.")
  private Path file = Arguments.NO_PATH;

  @Option(
      names = "--anchor",
      required = true,
      paramLabel = "FILE",
      description = "Whom to believe: a trust root, or anchors.")
  private Path anchor = Arguments.NO_PATH;

  @Option(
      converter = Sought.OfIdentifier.class,
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

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = {
        "Check as of this time, for example 2026-07-01T08:00:00+08:00:",
        "for archives whose delegations have run out since."
      })
  private Optional<Instant> at = Optional.empty();

  @Option(
      names = "--path",
      arity = "2",
      paramLabel = "ITEM",
      description = {
        "Also check that the events in the file lead without a gap from the first item to the second, for example from a",
        "heat to a panel, and show the path. Events that are withdrawn in the file lead nowhere."
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
        show(verified, withdrawal, checkpoint, statements.holdsOne() || !next.chain().isEmpty());
        checked++;
      }
    }
    if (checked == 0) {
      throw InvalidInputException.of("FILE", file.toString(), "at least one signed statement");
    }
    kept.ifPresent(
        all ->
            show(all.steps(one -> withdrawals.isWithdrawn(one.recorder(), one.id(), one.name()))));
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

  private void show(List<KeptPath.Step> steps) {
    Output output = output();
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    int processes = steps.size() - 1;
    output.line(
        output.good("Path") + ": " + (processes == 1 ? "1 process" : processes + " processes"));
    for (KeptPath.Step step : steps) {
      ArrayNode events = json.addObject().put("item", step.item()).putArray("events");
      for (KeptPath.Made event : step.events()) {
        events.add(event.id().toString());
        output.line("    process " + event.id() + " recorded under " + event.recorder());
      }
      output.line("  " + VisibleText.of(step.item()));
    }
    ObjectNode result = Json.object();
    result.set("path", json);
    output.result(result);
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
                      "which identifier of the range "
                          + RangeBody.parse(statement.body()).range()
                          + " is meant")));
    }
    Identifier absent =
        expected.orElseThrow(
            () ->
                InvalidInputException.of(
                    "--identifier", where, "which identifier the statement says does not exist"));
    return verifier.verifyAbsence(
        statement, absent, verifier.authority(kept.chain(), absent.prefix()));
  }

  private void conclude(long checked) {
    Output output = output();
    String statements = checked == 1 ? "1 statement." : checked + " statements.";
    output.line(
        output.good("Verified")
            + at.map(moment -> " as of " + moment).orElse("")
            + ": "
            + statements);
    if (withdrawn > 0) {
      output.line(
          output.bad("Withdrawn")
              + ": "
              + withdrawn
              + " of these events; nothing follows from them.");
    }
    if (withdrawals.unmatched() > 0) {
      output.line(
          output.warning("Not marked")
              + ": "
              + withdrawals.unmatched()
              + " events that a withdrawal in this file is of, which do not stand behind it.");
    }
    if (at.isPresent()) {
      output.line(
          output.warning("As of then, not now")
              + ": whether delegations and absences count was checked for that time only.");
    }
  }

  private void show(
      Verified<?> verified,
      Optional<Withdrawal> withdrawal,
      Optional<Checkpoint> checkpoint,
      boolean inFull) {
    Output output = output();
    ObjectNode json = json(verified, checkpoint);
    if (verified.value() instanceof RecordedEvent) {
      json.put("withdrawn", withdrawal.isPresent());
      withdrawal.ifPresent(found -> json.put("withdrawnBy", found.id().toString()));
    }
    output.result(json);
    if (!output.json()
        && (inFull || withdrawal.isPresent() || verified.value() instanceof Absence)) {
      if (verified.value() instanceof RecordedEvent event) {
        eventLines(event).forEach(output::line);
        withdrawal.ifPresent(found -> withdrawnLines(event, found).forEach(output::line));
      } else if (verified.value() instanceof IdentifierRecord record) {
        output.line(
            output.bold(VisibleText.of(record.identifier().toString()))
                + "  version "
                + record.version()
                + (record.retired() ? "  retired" : ""));
        Values.lines(record.values(), record.withheld()).forEach(output::line);
      } else if (verified.value() instanceof Absence absence) {
        output.line(
            output.bold(VisibleText.of(absence.identifier().toString()))
                + " did not exist at "
                + verified.time());
      }
      steps(verified, checkpoint)
          .forEach(step -> output.line("  " + output.good("ok") + "  " + step));
    }
  }

  private static List<String> eventLines(RecordedEvent recorded) {
    List<String> lines = new ArrayList<>();
    lines.add("event recorded under " + recorded.recorder());
    if (recorded.content().isEmpty()) {
      lines.add("  not for everyone: what happened is withheld");
      return lines;
    }
    Event event = recorded.content().get().event();
    lines.add("  " + recorded.content().get().id());
    lines.add("  " + event.kind().word() + " at " + event.time());
    event.occurrence().items().forEach(item -> lines.add("    " + VisibleText.of(item + "")));
    if (event.occurrence() instanceof Withdrawn what) {
      lines.add("    of " + VisibleText.of(target(what.target())));
    }
    return lines;
  }

  private static String target(Target target) {
    return target instanceof Target.ById byId
        ? byId.id().toString()
        : "\"" + ((Target.ByName) target).name() + "\"";
  }

  /** Lines about a withdrawn event, and its consequences. */
  private List<String> withdrawnLines(RecordedEvent recorded, Withdrawal withdrawal) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "  %s by %s%s"
            .formatted(
                output().bad("withdrawn"),
                withdrawal.id(),
                withdrawal.reason().isEmpty() ? "" : ": " + VisibleText.of(withdrawal.reason())));
    Optional<Processed> process =
        recorded
            .event()
            .map(Event::occurrence)
            .filter(Processed.class::isInstance)
            .map(Processed.class::cast);
    lines.add(
        "  "
            + process
                .filter(what -> !what.inputs().isEmpty() && !what.outputs().isEmpty())
                .map(
                    what ->
                        "it does not follow from it that "
                            + names(what.outputs())
                            + " was made from "
                            + names(what.inputs()))
                .orElse("nothing follows from it"));
    return lines;
  }

  /** The first items, and how many more there are. */
  private static String names(List<EventItem> items) {
    String first =
        items.stream()
            .limit(MOST_NAMES)
            .map(item -> VisibleText.of(item.id().toString()))
            .collect(Collectors.joining(", "));
    return items.size() > MOST_NAMES
        ? first + " and " + (items.size() - MOST_NAMES) + " more"
        : first;
  }

  private ObjectNode json(Verified<?> verified, Optional<Checkpoint> checkpoint) {
    BatchHeader batch = verified.batch();
    ObjectNode json = Json.object();
    if (verified.value() instanceof IdentifierRecord record) {
      json.put("identifier", record.identifier().toString())
          .put("outcome", record.retired() ? "absent" : "found")
          .put("verified", true)
          .put("version", record.version())
          .put("retired", record.retired())
          .put("position", verified.position());
    } else if (verified.value() instanceof RecordedEvent recorded) {
      json.put("recorder", recorded.recorder().toString())
          .put("restricted", recorded.isRestricted())
          .put("verified", true)
          .put("position", verified.position());
      recorded.id().ifPresent(id -> json.put("event", id.toString()));
      recorded
          .event()
          .ifPresent(
              event ->
                  json.put("kind", event.kind().word()).put("happened", event.time().toString()));
    } else if (verified.value() instanceof Absence absence) {
      json.put("identifier", absence.identifier().toString())
          .put("outcome", "absent")
          .put("verified", true);
    }
    json.put("log", batch.log().text())
        .put("time", batch.time().toString())
        .put("keyId", verified.keyId().toString());
    checkpoint.ifPresent(agreed -> json.put("logSize", agreed.size()));
    at.ifPresent(moment -> json.put("at", moment.toString()));
    json.set("chain", new ProofView(verified).chain());
    return json;
  }

  private List<String> steps(Verified<?> verified, Optional<Checkpoint> checkpoint) {
    List<String> steps = new ArrayList<>(new ProofView(verified).rules(identifier.isPresent()));
    checkpoint.ifPresent(
        agreed ->
            steps.add(
                "in the log  batch %s is one of the %s under the signed checkpoint"
                    .formatted(verified.batch().batch(), agreed.size())));
    return steps;
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
