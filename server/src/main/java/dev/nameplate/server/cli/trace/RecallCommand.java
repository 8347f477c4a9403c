package dev.nameplate.server.cli.trace;

import com.google.common.collect.Iterators;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.ItemId;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.server.cli.options.AnchorOptions;
import dev.nameplate.server.cli.options.NodeCommand;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.output.Counts;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.cli.report.RecallTable;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.recall.Period;
import dev.nameplate.trace.recall.RecallQuestion;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.Suspect;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.wire.AnswerRow;
import dev.nameplate.wire.ReadStep;
import dev.nameplate.wire.RecallCodec;
import dev.nameplate.wire.RecallReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The {@code recall} command: finds the items affected by a defect, and their holders. */
@Command(
    name = "recall",
    header = "Find all items affected by a suspect lot, grouped by current holder.",
    description = {
      "",
      "Each item is certain (made of suspect items only), possible (mixed with others), or "
          + "excluded (taken from a suspect outside the suspect period). An item in several "
          + "places is listed once for each place, with the amount there, or with bounds where "
          + "parts cannot be told apart. Without --recursive only events of "
          + "this node are read, and events at the nodes of holders are not included.",
      ""
    },
    footer = {
      "  nameplate recall 88.118.8/HEAT-260701-01",
      "  nameplate recall 88.118.8/HEAT-260701-01 --recursive",
      "  nameplate recall 88.118.8/HEAT-260701-01 --sheet gbt34400 --out recall.xlsx",
      "  nameplate recall 88.118.8/TANK-3 --from 2026-07-01T00:00:00+08:00 --until 2026-07-02T00:00:00+08:00 --csv",
      "  nameplate recall 88.118.8/HEAT-1 --received-between 2026-03-01T00:00:00+08:00 2026-04-01T00:00:00+08:00"
    })
public final class RecallCommand extends NodeCommand {
  @Parameters(arity = "1..*", paramLabel = "ITEM", description = "A suspect item.")
  private List<String> items = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description =
          "Start of the suspect period, for example 2026-07-01T08:00:00+08:00. Default: the "
              + "beginning.")
  private Optional<Instant> from = Optional.empty();

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "End of the suspect period, exclusive. Default: now.")
  private Optional<Instant> until = Optional.empty();

  @Option(
      names = "--received-between",
      arity = "2",
      paramLabel = "TIME",
      description = {
        "List the receivers of affected items between two times (the second exclusive) with the "
            + "amounts, including former holders, instead of current holders."
      })
  private List<Instant> received = List.of();

  @Option(
      names = "--slack",
      paramLabel = "SECONDS",
      description = {
        "Allowed clock difference: items taken from a suspect this shortly outside the suspect "
            + "period are possibly affected instead of excluded. Default: 0."
      })
  private Optional<Long> slack = Optional.empty();

  @Option(
      names = "--depth",
      paramLabel = "N",
      description = "Follow at most N processes from a suspect. Default: no limit.")
  private int depth;

  @Option(
      names = "--items",
      paramLabel = "N",
      description = "Find at most N items. Default: no limit.")
  private long most;

  @Option(
      names = "--recursive",
      description = {
        "Have the node ask the nodes of all makers, givers and receivers for their events, verify these, and answer from",
        "the events of all. The answer lists the nodes that were asked, and which did not answer."
      })
  private boolean recursive;

  @Option(names = "--csv", description = "Print a CSV table with the columns of FSMA 204.")
  private boolean csv;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = {
        "Output for other programs, with all products of the suspects, their holders and amounts: "
            + "prov (PROV-JSON), epcis (a query document with the events), dot (Graphviz) or "
            + "mermaid."
      })
  private Optional<TraceReport.Format> format = Optional.empty();

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = {
        "Save the rows of the answer and the node's certificate of them in this file, for "
            + "nameplate verify."
      })
  private Optional<Path> save = Optional.empty();

  @Mixin private SheetOptions sheet = new SheetOptions();
  @Mixin private AnchorOptions anchor = new AnchorOptions();
  @Mixin private AsOfOptions asOf = new AsOfOptions();

  private long differences;

  @Override
  public Integer call() {
    RecallQuestion question = question();
    Output output = output();
    Optional<SheetOptions.Sheet> wanted =
        sheet.requested(
            format.isPresent() ? "--format" : csv ? "--csv" : output.json() ? "--json" : "",
            !received.isEmpty());
    try (NodeConnection connection = connect();
        SavedAnswer saved = SavedAnswer.to(save)) {
      if (wanted.isPresent()) {
        long rows =
            new SheetReport(connection, anchor.forNode(connection), wanted.get())
                .write(question, ask(connection, question, saved, progress -> {}));
        output.line("Wrote %s to %s.".formatted(Counts.of(rows, "row"), wanted.get().out()));
        saved.conclude(output, true);
        return ExitCode.OK;
      }
      if (format.isPresent()) {
        report(
            connection,
            question,
            saved,
            TraceReport.requireAnchors("--format", anchor.forNode(connection)));
        saved.conclude(output, false);
        return ExitCode.OK;
      }
      if (csv) {
        table(ask(connection, question, saved, progress -> {}));
      } else {
        RecallView view = new RecallView(output, !received.isEmpty());
        ask(connection, question, saved, view::show).forEachRemaining(view::show);
      }
      saved.conclude(output, !csv);
    }
    return ExitCode.OK;
  }

  private static Iterator<RecallStep> ask(
      NodeConnection connection,
      RecallQuestion question,
      SavedAnswer saved,
      Consumer<RecallStep.Progress> listener) {
    return new RecallReader(
        Iterators.transform(
            connection.traces().recall(RecallCodec.request(question.certify(saved.isNamed()))),
            response -> {
              if (saved.isNamed()) {
                saved.addRecalled(AnswerRow.of(response), RecallCodec.step(response));
              }
              return response;
            }),
        listener);
  }

  /** Follows each suspect downstream, then recalls, all as of one position. */
  private void report(
      NodeConnection connection, RecallQuestion question, SavedAnswer saved, TrustAnchors anchors) {
    RecallQuestion asked = question;
    try (TraceReport report = new TraceReport(format.orElseThrow())) {
      for (Suspect suspect : question.suspects()) {
        Iterator<ReadStep> steps =
            TraceReading.ask(connection, trace(asked, suspect.item()), Optional.of(anchors));
        while (steps.hasNext()) {
          ReadStep step = steps.next();
          if (step instanceof ReadStep.Counts counts) {
            asked = asked.asOf(new AsOf.Position(counts.summary().asOfPosition()));
          }
          report.add(step);
        }
      }
      ask(connection, asked, saved, progress -> {}).forEachRemaining(report::add);
      report.writeTo(new OutputStreamWriter(terminal().out(), StandardCharsets.UTF_8));
    }
  }

  /** The events of a suspect: in an EPCIS document all, since its holders follow from them. */
  private TraceQuestion trace(RecallQuestion recall, ItemId suspect) {
    return TraceQuestion.downstream(suspect)
        .asOf(recall.asOf())
        .within(recall.maxDepth(), recall.maxItems())
        .history(format.orElseThrow() == TraceReport.Format.EPCIS)
        .recursive(false);
  }

  /** Writes a table; of an answer that fails before its first step, nothing. */
  private void table(Iterator<RecallStep> answer) {
    var unused = answer.hasNext(); // what is wrong with the question shows now
    Writer out = new OutputStreamWriter(terminal().out(), StandardCharsets.UTF_8);
    try (RecallTable table = new RecallTable(out)) {
      answer.forEachRemaining(
          step -> {
            table.add(step);
            warn(step);
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says what a table has no rows for. */
  private void warn(RecallStep step) {
    if (step instanceof RecallStep.Difference) {
      differences++;
    } else if (step instanceof RecallStep.Summary summary
        && summary.last()
        && !summary.complete()) {
      output()
          .progress()
          .println(
              "nameplate: the table is not complete (gaps: %d, items with unknown holders: %d, amounts that differ: %d); details without --csv"
                  .formatted(summary.holes(), summary.apart(), differences));
    }
  }

  private RecallQuestion question() {
    if (depth < 0 || most < 0) {
      throw InvalidInputException.of(
          depth < 0 ? "--depth" : "--items", depth < 0 ? depth : most, "0 or more");
    }
    RecallQuestion question =
        RecallQuestion.of(
                items.stream().map(item -> new Suspect(ItemId.sought(item), from, until)).toList())
            .asOf(asOf.asked())
            .slack(slack.map(RecallCommand::slack).orElse(RecallQuestion.DEFAULT_SLACK))
            .within(depth, most)
            .recursive(recursive);
    if (recursive && format.isPresent()) {
      throw InvalidInputException.of(
          "--recursive", true, "none with --format, which is about the events of one node");
    }
    return received.isEmpty() ? question : question.received(period());
  }

  private Period period() {
    if (format.isPresent()) {
      throw InvalidInputException.of(
          "--received-between", received.get(0).toString(), "none with --format");
    }
    if (received.size() != 2) {
      throw InvalidInputException.of(
          "--received-between", received.size() + " times", "two times, once");
    }
    return new Period(received.get(0), received.get(1));
  }

  private static Duration slack(long seconds) {
    long most = RecallQuestion.MAX_SLACK.toSeconds();
    if (seconds < 0 || seconds > most) {
      throw InvalidInputException.of("--slack", seconds, "0 to " + most);
    }
    return Duration.ofSeconds(seconds);
  }
}
