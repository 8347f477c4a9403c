package dev.nameplate.server.cli.trace;

import dev.nameplate.error.VisibleText;
import dev.nameplate.server.cli.Output;
import dev.nameplate.trace.Direction;
import dev.nameplate.v1.TraceSummary;
import dev.nameplate.v1.TraceTotal;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** A trace as it is shown: a line a step for programs, a tree and its totals for people. */
final class ShownTrace {
  private final Output output;
  private final ShownJson json;
  private final TraceTree tree;
  private final SavedStatements saved;
  private Optional<TraceSummary> summary = Optional.empty();

  ShownTrace(Output output, Direction direction, SavedStatements saved) {
    this.output = output;
    this.json = new ShownJson(direction == Direction.UPSTREAM ? "up" : "down");
    this.tree = new TraceTree(output, direction);
    this.saved = saved;
  }

  void show(Shown step) {
    if (step instanceof Shown.Counts counts) {
      summary = Optional.of(counts.summary());
    } else if (step instanceof Shown.Thing item) {
      output.result(json.item(item));
      tree.item(item);
    } else if (step instanceof Shown.Happened event) {
      output.result(json.event(event));
      tree.event(event);
      saved.add(event);
    } else if (step instanceof Shown.Missing hole) {
      output.result(json.hole(hole));
      tree.hole(hole);
    }
  }

  /** Shows the counts, which came last. */
  void end() {
    if (output.json()) {
      summary.ifPresent(
          counts -> output.progress().println(Output.text(ShownJson.summary(counts))));
      return;
    }
    tree.end();
    summary.ifPresent(this::lines);
    saved
        .file()
        .ifPresent(
            file ->
                output.line(
                    "saved "
                        + file
                        + "; check it any time with: nameplate verify "
                        + file
                        + " --anchor FILE"));
  }

  private void lines(TraceSummary counts) {
    output.line(
        String.format(
            Locale.ROOT,
            "%,d items, %,d events, %,d holes%s; as of position %d, %s",
            counts.getItems(),
            counts.getEvents(),
            counts.getHoles(),
            counts.getComplete() ? "" : " (there is more)",
            counts.getAsOfPosition(),
            Instant.ofEpochMilli(counts.getAsOfTimeMillis())));
    counts.getTotalsList().forEach(total -> output.line("  " + line(total)));
  }

  private static String line(TraceTotal total) {
    return VisibleText.of(total.getParty())
        + "  "
        + (total.getUnit().isEmpty()
            ? ""
            : VisibleText.of(total.getAmount() + " " + total.getUnit()) + " in ")
        + String.format(Locale.ROOT, "%,d items", total.getItems())
        + (total.getUnit().isEmpty() ? " without an amount" : "");
  }
}
