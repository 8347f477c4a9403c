package dev.nameplate.server.cli.trace;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.ItemId;
import dev.nameplate.server.cli.options.AnchorOptions;
import dev.nameplate.server.cli.options.NodeCommand;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.trace.Direction;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.wire.ReadStep;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Follows an item in one direction. */
abstract class TraceWay extends NodeCommand {
  @Parameters(
      paramLabel = "ITEM",
      description =
          "An identifier such as 88.118.9/PANEL-1, a GS1 Digital Link, an EPC URN or another URI.")
  private String item = "";

  @Option(
      names = "--depth",
      paramLabel = "N",
      description = "Maximum number of processes to follow. Default: no limit.")
  private int depth;

  @Option(
      names = "--items",
      paramLabel = "N",
      description = "Maximum number of items. Default: no limit.")
  private long items;

  @Mixin private AsOfOptions asOf = new AsOfOptions();

  @Option(
      names = "--history",
      description = "Also show where each item was seen, packed and sent; adds no items.")
  private boolean history;

  @Option(
      names = "--parts",
      description = {
        "Also follow installed parts: up to the parts of an item, down to the item that a part "
            + "was installed in."
      })
  private boolean parts;

  @Option(
      names = "--strict",
      description = "Omit events dated before their cause, instead of marking them.")
  private boolean strict;

  @Option(
      names = "--slack-minutes",
      paramLabel = "N",
      description = "Allowed clock difference. Default: 60.")
  private Optional<Integer> slack = Optional.empty();

  @Option(
      names = "--recursive",
      description = "Let the node query other nodes where it is not authoritative.")
  private boolean recursive;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description =
          "Save the answer in this file for nameplate verify: signed events with their proofs, "
              + "gaps, and the node's certificate that this is the whole answer.")
  private Optional<Path> save = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "Output for other programs: prov (PROV-JSON), epcis (a query document), dot "
              + "(Graphviz) or mermaid.")
  private Optional<TraceReport.Format> format = Optional.empty();

  @Mixin private AnchorOptions anchor = new AnchorOptions();

  private final Direction direction;

  private TraceWay(Direction direction) {
    this.direction = direction;
  }

  /** The {@code trace up} command: follows an item to its inputs. */
  @Command(
      name = "up",
      header = "Trace an item to everything it was made from.",
      description =
          "%nWith --anchor every event is verified; without it the steps are unverified.%n",
      footer = "  nameplate trace up 88.118.9/PANEL-260710-0031 --anchor anchor.txt --recursive")
  static final class Up extends TraceWay {
    Up() {
      super(Direction.UPSTREAM);
    }
  }

  /** The {@code trace down} command: follows an item to its products. */
  @Command(
      name = "down",
      header = "Trace an item to everything made from it.",
      description =
          "%nWith --anchor every event is verified; without it the steps are unverified.%n",
      footer = "  nameplate trace down 88.118.8/HEAT-260701-01 --anchor anchor.txt --recursive")
  static final class Down extends TraceWay {
    Down() {
      super(Direction.DOWNSTREAM);
    }
  }

  @Override
  public Integer call() {
    ItemId asked = ItemId.sought(item);
    TraceQuestion question = question(asked);
    Output output = output();
    try (NodeConnection connection = connect();
        SavedAnswer saved = SavedAnswer.to(save)) {
      Optional<TrustAnchors> anchors = anchor.forNode(connection);
      Iterator<ReadStep> steps = TraceReading.ask(connection, question, anchors, saved);
      if (format.isPresent()) {
        TraceReport.requireAnchors("--format", anchors);
        report(steps);
      } else {
        ShownTrace shown = new ShownTrace(output, direction);
        steps.forEachRemaining(shown::show);
        shown.end();
      }
      saved.conclude(output, format.isEmpty());
    }
    return ExitCode.OK;
  }

  private void report(Iterator<ReadStep> steps) {
    try (TraceReport report = new TraceReport(format.orElseThrow())) {
      steps.forEachRemaining(report::add);
      report.writeTo(new OutputStreamWriter(terminal().out(), StandardCharsets.UTF_8));
    }
  }

  private TraceQuestion question(ItemId asked) {
    require("--depth", depth);
    require("--items", items);
    Duration slackGiven =
        slack
            .map(
                minutes -> {
                  require("--slack-minutes", minutes);
                  return Duration.ofMinutes(minutes);
                })
            .orElse(TraceQuestion.DEFAULT_SLACK);
    return TraceQuestion.about(asked, direction)
        .asOf(asOf.asked())
        .within(depth, items)
        .strict(strict)
        .slack(slackGiven)
        .history(history)
        .parts(parts)
        .recursive(recursive);
  }

  private static void require(String option, long value) {
    if (value < 0) {
      throw InvalidInputException.of(option, value, "0 or more");
    }
  }
}
