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
      description = "At most so many processes away. Default: no limit.")
  private int depth;

  @Option(
      names = "--items",
      paramLabel = "N",
      description = "At most so many items. Default: no limit.")
  private long items;

  @Mixin private AsOfOptions asOf = new AsOfOptions();

  @Option(
      names = "--history",
      description = "Also show where each item was seen, packed and sent; adds no ancestry.")
  private boolean history;

  @Option(
      names = "--parts",
      description = {
        "Also follow what was installed: up to the parts of a thing, down to",
        "what a part was installed in."
      })
  private boolean parts;

  @Option(
      names = "--strict",
      description = "Leave out what is dated against its cause, instead of marking it.")
  private boolean strict;

  @Option(
      names = "--slack-minutes",
      paramLabel = "N",
      description = "By how much clocks may differ. Default: 60.")
  private Optional<Integer> slack = Optional.empty();

  @Option(
      names = "--recursive",
      description = "Have the node ask others for what it is no authority for.")
  private boolean recursive;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description =
          "Keep each signed event with all that proves it in this file, for nameplate verify.")
  private Optional<Path> save = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "Write it for other programs: prov (PROV-JSON), epcis (a query document), dot (Graphviz) or mermaid.")
  private Optional<TraceReport.Format> format = Optional.empty();

  @Mixin private AnchorOptions anchor = new AnchorOptions();

  private final Direction direction;

  private TraceWay(Direction direction) {
    this.direction = direction;
  }

  /** The {@code trace up} command: follows an item to its inputs. */
  @Command(
      name = "up",
      header = "Follow a thing to all that it was made from.",
      description =
          "%nWith an anchor every event is verified; without one the steps are only what the node says.%n",
      footer = "  nameplate trace up 88.118.9/PANEL-260710-0031 --anchor anchor.txt --recursive")
  static final class Up extends TraceWay {
    Up() {
      super(Direction.UPSTREAM);
    }
  }

  /** The {@code trace down} command: follows an item to its products. */
  @Command(
      name = "down",
      header = "Follow a thing to all that was made from it.",
      description =
          "%nWith an anchor every event is verified; without one the steps are only what the node says.%n",
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
        SavedStatements saved = SavedStatements.to(save)) {
      Optional<TrustAnchors> anchors = anchor.forNode(connection);
      Iterator<ReadStep> steps = TraceReading.ask(connection, question, anchors);
      if (format.isPresent()) {
        TraceReport.requireAnchors(anchors);
        report(steps, saved);
      } else {
        ShownTrace shown = new ShownTrace(output, direction, saved);
        steps.forEachRemaining(shown::show);
        shown.end();
      }
    }
    return ExitCode.OK;
  }

  private void report(Iterator<ReadStep> steps, SavedStatements saved) {
    try (TraceReport report = new TraceReport(format.orElseThrow())) {
      while (steps.hasNext()) {
        ReadStep step = steps.next();
        report.add(step);
        if (step instanceof ReadStep.Happened event) {
          saved.add(event);
        }
      }
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
