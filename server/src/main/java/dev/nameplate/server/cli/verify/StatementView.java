package dev.nameplate.server.cli.verify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.error.VisibleText;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Target;
import dev.nameplate.event.Occurrence.Withdrawn;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.server.cli.output.Counts;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.cli.output.Values;
import dev.nameplate.server.cli.trace.RecallView;
import dev.nameplate.server.cli.verify.KeptWithdrawals.Withdrawal;
import dev.nameplate.server.json.Json;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trust.chain.Checkpoint;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.Absence;
import dev.nameplate.trust.statement.BatchHeader;
import dev.nameplate.trust.statement.Certificate;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.wire.AnswerRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Output of {@code verify} for statements and paths.
 *
 * @param at the time of the check, where it is not now
 * @param identifierGiven whether the subject of the statements was given
 * @param recalled output for the rows of recalls
 */
record StatementView(
    Output output, Optional<Instant> at, boolean identifierGiven, RecallView recalled) {
  private static final int MOST_NAMES = 8;

  /** A view. */
  StatementView(Output output, Optional<Instant> at, boolean identifierGiven) {
    this(output, at, identifierGiven, RecallView.ofRows(output));
  }

  /**
   * Shows a verified statement: as JSON, or in lines for people.
   *
   * @param withdrawal the withdrawal of an event, if it comes before the event in the file
   * @param checkpoint the checkpoint of the log that the statement was proved to be in
   * @param inFull whether to show lines for every kind of statement; otherwise only for withdrawn
   *     events and absences
   */
  void show(
      Verified<?> verified,
      Optional<Withdrawal> withdrawal,
      Optional<Checkpoint> checkpoint,
      boolean inFull) {
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
      lines.add("  restricted: the content is withheld");
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
                output.bad("withdrawn"),
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
                        "it is no evidence that "
                            + names(what.outputs())
                            + " was made from "
                            + names(what.inputs()))
                .orElse("it has no effect"));
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
    List<String> steps = new ArrayList<>(new ProofView(verified).rules(identifierGiven));
    checkpoint.ifPresent(
        agreed ->
            steps.add(
                "in the log  batch %s of the %s batches under the signed checkpoint"
                    .formatted(verified.batch().batch(), agreed.size())));
    return steps;
  }

  /** Shows a row of an answer that is no event: of a recall, or a gap of a trace. */
  void show(AnswerRow row) {
    row.recalled().ifPresent(recalled::show);
    row.hole()
        .ifPresent(
            hole -> recalled.show(new RecallStep.Hole(hole.reason(), hole.depth(), hole.at())));
  }

  /**
   * Shows a verified certificate.
   *
   * @param question the question
   * @param rows number of rows in the file
   * @param whole true if they are all rows of the answer
   * @param inMirror what a mirror says; empty if none was asked
   */
  void show(
      Verified<Certificate> verified,
      CertifiedQuestion question,
      long rows,
      boolean whole,
      Optional<MirrorCheck.Finding> inMirror) {
    Certificate certificate = verified.value();
    ObjectNode json = Json.object();
    json.put("certificate", word(certificate.answer()))
        .put("authority", certificate.authority().toString())
        .put("verified", true)
        .put("position", certificate.position())
        .put("view", certificate.view() == Certificate.View.ALL ? "all" : "public")
        .put("rows", certificate.rows())
        .put("rowsHere", rows)
        .put("whole", whole)
        .put("complete", certificate.complete());
    Checkpoint checkpoint = Checkpoint.of(verified);
    json.put("newest", certificate.newest())
        .put("logSize", checkpoint.size())
        .put("question", question.text());
    json.set("items", Json.texts(question.items()));
    inMirror.ifPresent(found -> json.put("recomputed", true).put("notChecked", found.notChecked()));
    output.result(json);
    output.line(
        "%s by %s at %s: %s, as of position %d%s, %s"
            .formatted(
                output.good("Certified"),
                certificate.authority(),
                verified.time(),
                question.text(),
                certificate.position(),
                certificate.newest() ? "" : ", an earlier state",
                certificate.view() == Certificate.View.ALL ? "all events" : "public events only"));
    output.line(
        "  "
            + output.good("ok")
            + "  "
            + (whole
                ? "all " + Counts.of(rows, "row") + " of the answer are here, and no other"
                : "%s of the %d of the answer, each proven by itself"
                    .formatted(Counts.of(rows, "row"), certificate.rows())));
    output.line(
        "  %s  a signed checkpoint of %s of %s"
            .formatted(
                output.good("ok"),
                Counts.of(checkpoint.size(), "batch", "batches"),
                checkpoint.origin()));
    if (!certificate.complete()) {
      output.line("  " + output.warning("the node calls its answer incomplete"));
    }
    inMirror.ifPresent(finding -> output.line("  " + output.good("ok") + "  " + finding.line()));
  }

  /** The word for a kind of answer. */
  static String word(Certificate.Answer answer) {
    return answer == Certificate.Answer.TRACE ? "trace" : "recall";
  }

  /**
   * Shows a path: its items, and the processes between them.
   *
   * @param certified the logs whose nodes certified an answer of the file
   */
  void show(List<KeptPath.Step> steps, Set<LogName> certified) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    output.line(output.good("Path") + ": " + Counts.of(steps.size() - 1, "process", "processes"));
    for (KeptPath.Step step : steps) {
      ArrayNode events = json.addObject().put("item", step.item()).putArray("events");
      for (KeptPath.Made event : step.events()) {
        events.add(event.id().toString());
        output.line("    process " + event.id() + " recorded under " + event.recorder());
      }
      output.line("  " + VisibleText.of(step.item()));
    }
    Set<Prefix> uncertified =
        steps.stream()
            .flatMap(step -> step.events().stream())
            .filter(event -> !certified.contains(event.log()))
            .map(KeptPath.Made::recorder)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!uncertified.isEmpty()) {
      output.line(
          "  "
              + output.warning(
                  "not certified by the nodes of "
                      + uncertified.stream().map(Prefix::toString).collect(Collectors.joining(", "))
                      + " themselves: the path relies on another node for their withdrawals"));
    }
    ObjectNode result = Json.object();
    result.set("path", json);
    result.set("notCertifiedBy", Json.texts(uncertified.stream().map(Prefix::toString).toList()));
    output.result(result);
  }
}
