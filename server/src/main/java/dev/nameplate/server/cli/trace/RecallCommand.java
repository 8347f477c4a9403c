package dev.nameplate.server.cli.trace;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.ItemId;
import dev.nameplate.server.cli.options.AnchorOptions;
import dev.nameplate.server.cli.options.NodeCommand;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.cli.report.RecallTable;
import dev.nameplate.trace.Direction;
import dev.nameplate.trace.recall.RecallQuestion;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.v1.RecallRequest;
import dev.nameplate.v1.RecallRequestOrBuilder;
import dev.nameplate.v1.RecallResponse;
import dev.nameplate.v1.RecallSuspect;
import dev.nameplate.v1.TraceDirection;
import dev.nameplate.v1.TraceRequest;
import dev.nameplate.v1.TraceResponse;
import dev.nameplate.v1.TraceServiceGrpc;
import dev.nameplate.wire.ReadStep;
import dev.nameplate.wire.RecallReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
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
    header = "Find everything affected by a suspect lot, by who holds it now.",
    description = {
      "",
      "Each item is certain (made of suspect items only), possible (mixed with others), or excluded (taken from a suspect",
      "before it went bad, or after it was good again). An item with parts in several places is listed at each place, with",
      "the amount there, or bounds of it where parts cannot be told apart. Only events of this node are read. What holders",
      "made of their parts is recorded at their nodes: ask there, or use trace down --recursive.",
      ""
    },
    footer = {
      "  nameplate recall 88.118.8/HEAT-260701-01",
      "  nameplate recall 88.118.8/TANK-3 --from 2026-07-01T00:00:00+08:00 --until 2026-07-02T00:00:00+08:00 --csv"
    })
public final class RecallCommand extends NodeCommand {
  @Parameters(arity = "1..*", paramLabel = "ITEM", description = "What is suspect; one or more.")
  private List<String> items = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Since when, for example 2026-07-01T08:00:00+08:00. Default: always.")
  private Optional<Instant> from = Optional.empty();

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "Until when, exclusive. Default: now.")
  private Optional<Instant> until = Optional.empty();

  @Option(
      names = "--slack",
      paramLabel = "SECONDS",
      description = {
        "How far the clocks of recorders may be off: what was taken of a suspect so shortly before --from, or from --until",
        "on, is possibly affected and not excluded. Default: 0."
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
      names = "--csv",
      description = "Write a table that spreadsheets sort, with the columns of FSMA 204.")
  private boolean csv;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = {
        "Write what was made of the suspects, whenever, and who has how much of it, for other programs: prov (PROV-JSON),",
        "epcis (a query document with the events that say so), dot (Graphviz) or mermaid."
      })
  private Optional<TraceReport.Format> format = Optional.empty();

  @Mixin private AnchorOptions anchor = new AnchorOptions();
  @Mixin private AsOfOptions asOf = new AsOfOptions();

  @Override
  public Integer call() {
    RecallRequest request = request();
    Output output = output();
    try (NodeConnection connection = connect()) {
      if (format.isPresent()) {
        report(connection, request, TraceReport.requireAnchors(anchor.forNode(connection)));
        return ExitCode.OK;
      }
      Iterator<RecallResponse> answer = ask(connection, request);
      if (csv) {
        table(answer);
      } else {
        each(answer, new RecallView(output)::show);
      }
    }
    return ExitCode.OK;
  }

  private static Iterator<RecallResponse> ask(NodeConnection connection, RecallRequest request) {
    return TraceServiceGrpc.newBlockingStub(connection.channel()).recall(request);
  }

  /** Follows each suspect downstream, then recalls, all as of one position. */
  private void report(NodeConnection connection, RecallRequest request, TrustAnchors anchors) {
    RecallRequest.Builder asked = request.toBuilder();
    try (TraceReport report = new TraceReport(format.orElseThrow())) {
      for (RecallSuspect suspect : request.getSuspectsList()) {
        TraceReading reading =
            new TraceReading(
                ItemId.parse(suspect.getItem()), Direction.DOWNSTREAM, Optional.of(anchors));
        Iterator<TraceResponse> steps =
            TraceServiceGrpc.newBlockingStub(connection.channel())
                .trace(trace(asked, suspect.getItem()));
        while (steps.hasNext()) {
          ReadStep step = reading.read(steps.next());
          if (step instanceof ReadStep.Counts counts) {
            asked.setPosition(counts.summary().asOfPosition());
          }
          report.add(step);
        }
      }
      each(ask(connection, asked.build()), report::add);
      report.writeTo(new OutputStreamWriter(terminal().out(), StandardCharsets.UTF_8));
    }
  }

  /** The events of a suspect: in an EPCIS document all, since its holders follow from them. */
  private TraceRequest trace(RecallRequestOrBuilder recall, String suspect) {
    TraceRequest.Builder request =
        TraceRequest.newBuilder()
            .setItem(suspect)
            .setDirection(TraceDirection.TRACE_DIRECTION_DOWNSTREAM)
            .setMaxDepth(recall.getMaxDepth())
            .setMaxItems(recall.getMaxItems())
            .setHistory(format.orElseThrow() == TraceReport.Format.EPCIS);
    if (recall.hasPosition()) {
      request.setPosition(recall.getPosition());
    } else if (recall.hasTimeMillis()) {
      request.setTimeMillis(recall.getTimeMillis());
    }
    return request.build();
  }

  private static void each(Iterator<RecallResponse> answer, Consumer<RecallStep> shown) {
    while (answer.hasNext()) {
      RecallReader.read(answer.next()).ifPresent(shown);
    }
  }

  /** Writes a table; of an answer that fails before its first step, nothing. */
  private void table(Iterator<RecallResponse> answer) {
    Optional<RecallStep> first = Optional.empty();
    while (first.isEmpty() && answer.hasNext()) {
      first = RecallReader.read(answer.next());
    }
    Writer out = new OutputStreamWriter(terminal().out(), StandardCharsets.UTF_8);
    try (RecallTable table = new RecallTable(out)) {
      first.ifPresent(table::add);
      each(answer, table::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RecallRequest request() {
    if (depth < 0 || most < 0) {
      throw InvalidInputException.of(
          depth < 0 ? "--depth" : "--items", depth < 0 ? depth : most, "0 or more");
    }
    RecallRequest.Builder request = RecallRequest.newBuilder().setMaxDepth(depth).setMaxItems(most);
    for (String item : items) {
      RecallSuspect.Builder suspect =
          RecallSuspect.newBuilder().setItem(ItemId.sought(item).toString());
      from.ifPresent(time -> suspect.setFromMillis(time.toEpochMilli()));
      until.ifPresent(time -> suspect.setUntilMillis(time.toEpochMilli()));
      request.addSuspects(suspect);
    }
    slack.ifPresent(seconds -> request.setSlackMillis(slackMillis(seconds)));
    asOf.into(request::setTimeMillis, request::setPosition);
    return request.build();
  }

  private static long slackMillis(long seconds) {
    long most = RecallQuestion.MAX_SLACK.toSeconds();
    if (seconds < 0 || seconds > most) {
      throw InvalidInputException.of("--slack", seconds, "0 to " + most);
    }
    return 1000 * seconds;
  }
}
