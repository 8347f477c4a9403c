package dev.nameplate.server.cli.trace;

import dev.nameplate.error.VisibleText;
import dev.nameplate.server.cli.output.Counts;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.json.Json;
import dev.nameplate.server.json.TraceJson;
import dev.nameplate.trace.Direction;
import dev.nameplate.trace.TraceStep.Summary;
import dev.nameplate.trace.TraceStep.Total;
import dev.nameplate.wire.ReadStep;
import java.util.Locale;
import java.util.Optional;

/** The output of a trace: a line per step for programs, a tree and its totals for people. */
final class ShownTrace {
  private final Output output;
  private final TraceJson json;
  private final TraceTree tree;
  private Optional<Summary> summary = Optional.empty();

  ShownTrace(Output output, Direction direction) {
    this.output = output;
    this.json = new TraceJson(direction == Direction.UPSTREAM ? "up" : "down");
    this.tree = new TraceTree(output, direction);
  }

  void show(ReadStep step) {
    if (step instanceof ReadStep.Counts counts) {
      summary = Optional.of(counts.summary());
    } else if (step instanceof ReadStep.Thing item) {
      output.result(json.item(item));
      tree.item(item);
    } else if (step instanceof ReadStep.Happened event) {
      output.result(json.event(event));
      tree.event(event);
    } else if (step instanceof ReadStep.Missing hole) {
      output.result(json.hole(hole));
      tree.hole(hole);
    }
  }

  /** Shows the final totals. */
  void end() {
    if (output.json()) {
      summary.ifPresent(counts -> output.progress().println(Json.text(TraceJson.summary(counts))));
      return;
    }
    tree.end();
    summary.ifPresent(this::lines);
  }

  private void lines(Summary counts) {
    output.line(
        String.format(
            Locale.ROOT,
            "%s, %s, %s%s; as of position %d, %s",
            Counts.of(counts.items(), "item"),
            Counts.of(counts.events(), "event"),
            Counts.of(counts.holes(), "hole"),
            counts.complete() ? "" : " (incomplete)",
            counts.asOfPosition(),
            counts.asOfTime()));
    counts.totals().forEach(total -> output.line("  " + line(total)));
  }

  private static String line(Total total) {
    return total.party()
        + "  "
        + (total.unit().isEmpty()
            ? ""
            : VisibleText.of(total.amount().toPlainString() + " " + total.unit()) + " in ")
        + Counts.of(total.items(), "item")
        + (total.unit().isEmpty() ? " without an amount" : "");
  }
}
