package dev.nameplate.server.cli.trace;

import com.google.common.collect.Iterators;
import dev.nameplate.event.ItemId;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.report.SheetFile;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.recall.RecallQuestion;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.RecallStep.Summary;
import dev.nameplate.trace.recall.Suspect;
import dev.nameplate.trace.sheet.EventSheet;
import dev.nameplate.trace.sheet.SellerSheet;
import dev.nameplate.trace.sheet.SheetKind;
import dev.nameplate.trace.sheet.SheetRecords;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.wire.ReadStep;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Writes the sheet of a recall: asks for everything, at one node as of one position, and joins it.
 */
final class SheetReport {
  private final NodeConnection node;
  private final TrustAnchors anchors;
  private final SheetOptions.Sheet asked;

  /** Begins a sheet, which needs anchors: what goes to others is checked first. */
  SheetReport(NodeConnection node, Optional<TrustAnchors> anchors, SheetOptions.Sheet asked) {
    this.node = node;
    this.anchors = TraceReport.requireAnchors("--sheet", anchors);
    this.asked = asked;
  }

  /**
   * Writes the sheet. If anything fails, the file stays as it was.
   *
   * @param answer the answer to the question
   * @return the number of rows, without the headers
   */
  long write(RecallQuestion question, Iterator<RecallStep> answer) {
    try (SheetFile file = SheetFile.create(asked.out(), asked.kind(), asked.text())) {
      List<RecallStep> begun = new ArrayList<>();
      Optional<Summary> state = Optional.empty();
      while (state.isEmpty() && answer.hasNext()) {
        RecallStep step = answer.next();
        begun.add(step);
        state = step instanceof Summary summary ? Optional.of(summary) : Optional.empty();
      }
      Iterator<RecallStep> steps = Iterators.concat(begun.iterator(), answer);
      if (asked.kind() == SheetKind.GBT34400) {
        sellers(question, steps, records(question, state), file);
      } else {
        AsOf.State at =
            state
                .filter(of -> !question.recursive()) // a position is of no use to other nodes
                .<AsOf.State>map(of -> new AsOf.Position(of.asOfPosition()))
                .orElse(question.asOf());
        events(question, at, steps, records(question, state), file);
      }
      file.finish();
      return file.rows();
    }
  }

  /** Records as of the recall's time: a position is one of this node's log only. */
  private SheetRecords records(RecallQuestion question, Optional<Summary> state) {
    AsOf then =
        question.asOf() instanceof AsOf.Position
            ? state.<AsOf>map(of -> new AsOf.Time(of.asOfTime())).orElse(question.asOf())
            : question.asOf();
    return new NodeRecords(node, anchors, then);
  }

  private void sellers(
      RecallQuestion question, Iterator<RecallStep> steps, SheetRecords records, SheetFile file) {
    SellerSheet sheet = new SellerSheet(question, asked.mapping(), records, file::add);
    steps.forEachRemaining(sheet::add);
    sheet.end();
  }

  private void events(
      RecallQuestion question,
      AsOf.State at,
      Iterator<RecallStep> steps,
      SheetRecords records,
      SheetFile file) {
    EventSheet sheet = new EventSheet(question, asked.mapping(), records, file::add);
    steps.forEachRemaining(sheet::add);
    question.suspects().forEach(suspect -> trace(question.asOf(at), suspect, sheet));
    sheet.end();
  }

  private void trace(RecallQuestion question, Suspect suspect, EventSheet sheet) {
    Iterator<ReadStep> steps =
        TraceReading.ask(node, downstream(question, suspect.item()), Optional.of(anchors));
    while (steps.hasNext()) {
      ReadStep step = steps.next();
      if (step instanceof ReadStep.Happened event) {
        sheet.add(event.deed());
      } else if (step instanceof ReadStep.Missing hole) {
        sheet.add(new TraceStep.Hole(hole.reason(), hole.depth(), hole.at()));
      }
    }
  }

  private static TraceQuestion downstream(RecallQuestion recall, ItemId suspect) {
    return TraceQuestion.downstream(suspect)
        .asOf(recall.asOf())
        .within(recall.maxDepth(), recall.maxItems())
        .history(true)
        .recursive(recall.recursive());
  }
}
