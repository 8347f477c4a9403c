package dev.nameplate.server.cli.trace;

import dev.nameplate.error.VisibleText;
import dev.nameplate.server.cli.output.Counts;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.cli.report.RecallText;
import dev.nameplate.server.json.Json;
import dev.nameplate.server.json.RecallJson;
import dev.nameplate.server.json.Words;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.RecallStep.Affected;
import dev.nameplate.trace.recall.RecallStep.Certainty;
import dev.nameplate.trace.recall.RecallStep.Difference;
import dev.nameplate.trace.recall.RecallStep.Extent;
import dev.nameplate.trace.recall.RecallStep.Found;
import dev.nameplate.trace.recall.RecallStep.Hole;
import dev.nameplate.trace.recall.RecallStep.Presence;
import dev.nameplate.trace.recall.RecallStep.Progress;
import dev.nameplate.trace.recall.RecallStep.Summary;
import dev.nameplate.trace.recall.RecallStep.Total;
import dev.nameplate.trace.recall.RecallStep.Witness;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The output of a recall: holder by holder for people, a line per step for programs. */
public final class RecallView {
  private final Output output;
  private final String heading;
  private final boolean receipts;
  private String holder = "\0"; // none is called that
  private boolean asked;

  /**
   * A view.
   *
   * @param receipts true if the answer lists receipts of a period, not current holders
   */
  RecallView(Output output, boolean receipts) {
    this(output, receipts, receipts ? "received by " : "held by ");
  }

  private RecallView(Output output, boolean receipts, String heading) {
    this.output = output;
    this.heading = heading;
    this.receipts = receipts;
  }

  /** A view of rows whose question is not known yet. */
  public static RecallView ofRows(Output output) {
    return new RecallView(output, false, "at ");
  }

  /** Shows a step. */
  public void show(RecallStep step) {
    if (step instanceof Summary summary) {
      summary(summary);
    } else if (step instanceof Affected item) {
      item(item);
    } else if (step instanceof Hole hole) {
      hole(hole);
    } else if (step instanceof Progress progress) {
      progress(progress);
    } else if (step instanceof Witness witness) {
      witness(witness);
    } else if (step instanceof Difference difference) {
      difference(difference);
    }
  }

  private void difference(Difference difference) {
    output.result(RecallJson.difference(difference));
    output.line(
        output.warning(
            "amounts differ: of "
                + VisibleText.of(difference.item().toString())
                + ", "
                + difference.from()
                + " gave "
                + RecallText.amounts(List.of(), List.of(difference.given()))
                + " to "
                + difference.to()
                + ", which received "
                + RecallText.amounts(List.of(), List.of(difference.received()))));
  }

  /** Shows a node that was asked. */
  private void witness(Witness witness) {
    output.result(RecallJson.witness(witness));
    if (!asked) {
      asked = true;
      output.line();
      output.line("nodes asked");
    }
    String told =
        String.format(
            Locale.ROOT,
            "  %s  %,d events, as of position %d",
            witness.authority(),
            witness.events(),
            witness.asOfPosition());
    output.line(
        witness.gaps().isEmpty()
            ? told
            : told
                + "  "
                + output.warning(
                    "not all: "
                        + witness.gaps().stream()
                            .sorted()
                            .map(RecallText::meaning)
                            .collect(Collectors.joining(", "))));
  }

  private void progress(Progress progress) {
    if (output.json()) {
      output.progress().println(Json.text(RecallJson.progress(progress)));
    } else if (output.watched()) {
      String located =
          String.format(
              Locale.ROOT,
              "%s reached, %,d located",
              Counts.of(progress.items(), "item"),
              progress.located());
      output.note(progress.found().map(found -> line(found) + "; " + located).orElse(located));
    }
  }

  private static String line(Found found) {
    return counts(found.certain(), found.possible(), found.excluded(), found.holes());
  }

  private static String counts(long certain, long possible, long excluded, long holes) {
    return String.format(
        Locale.ROOT,
        "%s certainly affected, %,d possibly, %,d excluded, %,d not followed",
        Counts.of(certain, "item"),
        possible,
        excluded,
        holes);
  }

  /** Shows the totals, which are first for people. */
  private void summary(Summary summary) {
    if (summary.last()) {
      if (output.json()) {
        output.progress().println(Json.text(RecallJson.summary(summary)));
      }
      return;
    }
    output.line(
        String.format(
            Locale.ROOT,
            "%s%s; as of position %d, %s",
            summary.complete() ? "" : "At least ",
            counts(summary.certain(), summary.possible(), summary.excluded(), summary.holes()),
            summary.asOfPosition(),
            summary.asOfTime()));
    if (summary.apart() > 0) {
      output.line(
          output.warning(
              "For "
                  + Counts.of(summary.apart(), "item")
                  + " the amount at each holder is unknown: every possible holder is listed"));
    }
    summary.totals().forEach(total -> output.line("  " + line(total)));
    if (summary.totalCount() > summary.totals().size()) {
      output.line(
          "  and " + Counts.of(summary.totalCount() - summary.totals().size(), "further total"));
    }
  }

  private static String line(Total total) {
    return RecallText.holder(total.holder())
        + "  "
        + Words.of(total.certainty())
        + "  "
        + Counts.of(total.items(), "item")
        + (total.unit().isEmpty()
            ? ""
            : ", " + RecallText.amount(total.atLeast(), total.left(), total.unit()));
  }

  private static String left(Affected item) {
    String left = RecallText.amounts(item.atLeast(), item.left());
    return left.isEmpty() ? "" : "  " + left;
  }

  private void item(Affected item) {
    output.result(RecallJson.item(item));
    if (!holder.equals(item.holder())) {
      holder = item.holder();
      output.line();
      output.line(heading + output.bold(RecallText.holder(holder)));
    }
    output.line(
        "  "
            + certainty(item.certainty())
            + "  "
            + VisibleText.of(item.item().toString())
            + left(item)
            + (item.extent() == Extent.WHOLE ? "" : "  " + Words.of(item.extent()))
            + item.inside().map(in -> "  in " + VisibleText.of(in + "")).orElse("")
            + (receipts ? received(item) : "")
            + (item.presence() == Presence.THERE ? "" : "  " + Words.of(item.presence()))
            + "  "
            + output.faint(Words.of(item.reason())));
  }

  private static String received(Affected item) {
    return item.handover()
        .map(
            handover ->
                "  "
                    + handover.time()
                    + (handover.from().isEmpty()
                        ? ""
                        : "  from " + VisibleText.of(handover.from())))
        .orElse("");
  }

  private String certainty(Certainty certainty) {
    return switch (certainty) {
      case CERTAIN -> output.bad("certain ");
      case POSSIBLE -> output.warning("possible");
      case EXCLUDED -> output.good("excluded");
    };
  }

  private void hole(Hole hole) {
    output.result(RecallJson.hole(hole));
    output.line(
        output.warning(
            "not followed"
                + hole.at().map(at -> " at " + VisibleText.of(at + "")).orElse("")
                + ": "
                + RecallText.meaning(hole.reason())));
  }
}
