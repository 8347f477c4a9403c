package dev.nameplate.server.cli.trace;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.error.VisibleText;
import dev.nameplate.event.Quantity;
import dev.nameplate.server.cli.Output;
import dev.nameplate.server.cli.report.RecallText;
import dev.nameplate.trace.RecallStep;
import dev.nameplate.trace.RecallStep.Affected;
import dev.nameplate.trace.RecallStep.Certainty;
import dev.nameplate.trace.RecallStep.Extent;
import dev.nameplate.trace.RecallStep.Found;
import dev.nameplate.trace.RecallStep.Hole;
import dev.nameplate.trace.RecallStep.Presence;
import dev.nameplate.trace.RecallStep.Progress;
import dev.nameplate.trace.RecallStep.Summary;
import dev.nameplate.trace.RecallStep.Total;
import java.util.List;
import java.util.Locale;

/** A recall as it is shown: holder by holder for people, a line a step for programs. */
final class RecallView {
  private final Output output;
  private String holder = "\0"; // none is called that

  RecallView(Output output) {
    this.output = output;
  }

  void show(RecallStep step) {
    if (step instanceof Summary summary) {
      summary(summary);
    } else if (step instanceof Affected item) {
      item(item);
    } else if (step instanceof Hole hole) {
      hole(hole);
    } else if (step instanceof Progress progress) {
      progress(progress);
    }
  }

  private void progress(Progress progress) {
    if (output.json()) {
      ObjectNode json = Output.object().put("kind", "progress");
      json.put("items", progress.items()).put("located", progress.located());
      progress
          .found()
          .ifPresent(
              found ->
                  json.put("certain", found.certain())
                      .put("possible", found.possible())
                      .put("excluded", found.excluded())
                      .put("holes", found.holes()));
      output.progress().println(Output.text(json));
    } else if (output.watched()) {
      String located =
          String.format(
              Locale.ROOT, "%,d items reached, %,d located", progress.items(), progress.located());
      output.note(progress.found().map(found -> line(found) + "; " + located).orElse(located));
    }
  }

  private static String line(Found found) {
    return counts(found.certain(), found.possible(), found.excluded(), found.holes());
  }

  private static String counts(long certain, long possible, long excluded, long holes) {
    return String.format(
        Locale.ROOT,
        "%,d items certainly affected, %,d possibly, %,d excluded, %,d not followed",
        certain,
        possible,
        excluded,
        holes);
  }

  /** The totals come first for people, who decide by them whom to call. */
  private void summary(Summary summary) {
    if (summary.last()) {
      if (output.json()) {
        output.progress().println(Output.text(json(summary)));
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
              String.format(
                  Locale.ROOT,
                  "Of %,d items it cannot be told how much is with whom: all who may have some are listed",
                  summary.apart())));
    }
    summary.totals().forEach(total -> output.line("  " + line(total)));
    if (summary.totalCount() > summary.totals().size()) {
      output.line(
          String.format(
              Locale.ROOT,
              "  and %,d further totals",
              summary.totalCount() - summary.totals().size()));
    }
  }

  private static String line(Total total) {
    return RecallText.holder(total.holder())
        + "  "
        + Words.of(total.certainty())
        + "  "
        + String.format(Locale.ROOT, "%,d items", total.items())
        + (total.unit().isEmpty()
            ? ""
            : ", " + RecallText.amount(total.atLeast(), total.left(), total.unit()));
  }

  private static String left(Affected item) {
    String left = RecallText.amounts(item.atLeast(), item.left());
    return left.isEmpty() ? "" : "  " + left;
  }

  private void item(Affected item) {
    output.result(json(item));
    if (!holder.equals(item.holder())) {
      holder = item.holder();
      output.line();
      output.line("held by " + output.bold(RecallText.holder(holder)));
    }
    output.line(
        "  "
            + certainty(item.certainty())
            + "  "
            + VisibleText.of(item.item().toString())
            + left(item)
            + (item.extent() == Extent.WHOLE ? "" : "  " + Words.of(item.extent()))
            + item.inside().map(in -> "  in " + VisibleText.of(in + "")).orElse("")
            + (item.presence() == Presence.THERE ? "" : "  " + Words.of(item.presence()))
            + "  "
            + output.faint(Words.of(item.reason())));
  }

  private String certainty(Certainty certainty) {
    return switch (certainty) {
      case CERTAIN -> output.bad("certain ");
      case POSSIBLE -> output.warning("possible");
      case EXCLUDED -> output.good("excluded");
    };
  }

  private void hole(Hole hole) {
    ObjectNode json = Output.object().put("kind", "hole");
    json.put("identifier", hole.at().map(Object::toString).orElse(null));
    json.put("depth", hole.depth()).put("direction", "down").put("verified", false);
    output.result(json.put("reason", Words.of(hole.reason())));
    output.line(
        output.warning(
            "not followed"
                + hole.at().map(at -> " at " + VisibleText.of(at + "")).orElse("")
                + ": "
                + TraceTree.meaning(hole.reason())));
  }

  private static ObjectNode json(Affected item) {
    ObjectNode json = Output.object().put("kind", "item").put("identifier", item.item().toString());
    json.put("depth", item.depth()).put("direction", "down").put("verified", false);
    json.put("certainty", Words.of(item.certainty())).put("reason", Words.of(item.reason()));
    json.put("holder", item.holder().isEmpty() ? null : item.holder());
    json.put("inside", item.inside().map(Object::toString).orElse(null));
    json.put("presence", Words.of(item.presence()));
    json.put("extent", Words.of(item.extent()));
    quantities(json.putArray("left"), item.left());
    quantities(json.putArray("atLeast"), item.atLeast());
    item.making()
        .ifPresent(
            making -> {
              ObjectNode made = json.putObject("made");
              made.put("event", making.event().toString());
              made.put("recorder", making.recorder().toString());
              made.put("time", making.time().toString()).put("place", making.place());
              making
                  .made()
                  .ifPresent(
                      much ->
                          made.put("amount", much.amount().toPlainString())
                              .put("unit", much.unit()));
            });
    item.handover()
        .ifPresent(
            handover -> {
              ObjectNode given = json.putObject("handover");
              given.put("event", handover.event().toString());
              given.put("time", handover.time().toString());
              given.put("from", handover.from()).put("to", handover.to());
              given.put("place", handover.place());
              handover.documents().forEach(given.putArray("documents")::add);
            });
    return json;
  }

  static void quantities(ArrayNode array, List<Quantity> quantities) {
    quantities.forEach(
        much ->
            array
                .addObject()
                .put("amount", much.amount().toPlainString())
                .put("unit", much.unit()));
  }

  private static ObjectNode json(Summary summary) {
    ObjectNode json = Output.object();
    json.put("certain", summary.certain()).put("possible", summary.possible());
    json.put("excluded", summary.excluded()).put("apart", summary.apart());
    json.put("holes", summary.holes());
    json.put("complete", summary.complete()).put("asOfPosition", summary.asOfPosition());
    json.put("asOfTime", summary.asOfTime().toString());
    var totals = json.putArray("totals");
    for (Total total : summary.totals()) {
      ObjectNode entry = totals.addObject();
      entry.put("holder", total.holder().isEmpty() ? null : total.holder());
      entry.put("certainty", Words.of(total.certainty())).put("items", total.items());
      if (!total.unit().isEmpty()) {
        entry
            .put("amount", total.left().toPlainString())
            .put("atLeast", total.atLeast().toPlainString());
        entry.put("unit", total.unit());
      }
    }
    return json;
  }
}
