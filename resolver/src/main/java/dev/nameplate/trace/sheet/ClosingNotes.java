package dev.nameplate.trace.sheet;

import dev.nameplate.event.ItemId;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.recall.RecallQuestion;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.RecallStep.Summary;
import dev.nameplate.trace.sheet.Remark.Kind;
import dev.nameplate.trace.sheet.SheetMapping.Field;
import dev.nameplate.trace.sheet.SheetMapping.Subject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The notes at the end of a sheet: the question, numbers, totals, and everything that makes the
 * sheet incomplete. Used by one thread.
 */
final class ClosingNotes {
  private static final int MOST_SUSPECTS = 20;
  private static final int MOST_HOLES = 1000;

  private final SheetKind kind;
  private final RecallQuestion question;
  private final SheetMapping mapping;
  private final Consumer<SheetRow> out;
  private final Set<Remark> holes = new LinkedHashSet<>();
  private final Set<Remark> differences = new LinkedHashSet<>();

  /** The reasons of gaps that have the name of a node. */
  private final Set<TraceStep.Reason> ofNodes = EnumSet.noneOf(TraceStep.Reason.class);

  private final Set<String> nodes = new LinkedHashSet<>();
  private final Map<String, BigDecimal[]> totals = new TreeMap<>();
  private Summary summary;
  private long moreHoles;
  private long withdrawn;
  private long withheld;
  private long uncounted;
  private long notJoined;

  ClosingNotes(
      SheetKind kind, RecallQuestion question, SheetMapping mapping, Consumer<SheetRow> out) {
    this.kind = kind;
    this.question = question;
    this.mapping = mapping;
    this.out = out;
    this.summary = new Summary(List.of(), 0, 0, 0, 0, 0, 0, false, 0, Instant.EPOCH, false);
  }

  void add(RecallStep step) {
    if (step instanceof Summary totals) {
      summary = totals;
    } else if (step instanceof RecallStep.Hole hole) {
      if (hole.at().isPresent() || !ofNodes.contains(hole.reason())) {
        hole(hole.reason(), hole.at().map(ItemId::toString).orElse(""));
      }
    } else if (step instanceof RecallStep.Witness node) {
      ofNodes.addAll(node.gaps());
      node.gaps().stream().sorted().forEach(gap -> hole(gap, node.authority().toString()));
      nodes.add(node.authority().toString());
    } else if (step instanceof RecallStep.Difference difference) {
      differences.add(
          Remark.of(
              Kind.DIFFERENCE,
              difference.item().toString(),
              difference.from().toString(),
              difference.given().toString(),
              difference.to().toString(),
              difference.received().toString()));
    }
  }

  void hole(TraceStep.Reason reason, String at) {
    Remark hole = Remark.of(Kind.HOLE, SheetText.key(reason), at);
    if (holes.size() < MOST_HOLES) {
      holes.add(hole);
    } else if (!holes.contains(hole)) {
      moreHoles++;
    }
  }

  void withdrawn() {
    withdrawn++;
  }

  void withheld() {
    withheld++;
  }

  /** Passes on a row. */
  void row(SheetRow row) {
    uncounted += has(row, remark -> remark.kind() == Kind.AMOUNT_UNKNOWN);
    notJoined += has(row, Remark::isOfRecord);
    out.accept(row);
  }

  private static int has(SheetRow row, Predicate<Remark> kind) {
    return row.remarks().stream().anyMatch(kind) ? 1 : 0;
  }

  /** Adds an amount to the totals. */
  void count(String unit, BigDecimal least, BigDecimal most) {
    BigDecimal[] sum =
        totals.computeIfAbsent(unit, any -> new BigDecimal[] {BigDecimal.ZERO, BigDecimal.ZERO});
    sum[0] = sum[0].add(least);
    sum[1] = sum[1].add(most);
  }

  void end() {
    suspects();
    CellsInMaking time = new CellsInMaking(mapping.zone());
    note(Kind.AS_OF, summary.asOfPosition() + "", time.text(summary.asOfTime()));
    question
        .received()
        .ifPresent(
            period ->
                note(Kind.RECEIVED_BETWEEN, time.text(period.from()), time.text(period.until())));
    note(Kind.COUNTS, summary.certain() + "", summary.possible() + "", summary.excluded() + "");
    totals.forEach(
        (unit, sum) -> note(Kind.TOTAL, sum[0].toPlainString(), sum[1].toPlainString(), unit));
    counted(Kind.UNCOUNTED, uncounted);
    counted(Kind.NOT_JOINED, notJoined);
    boolean complete = summary.last() && summary.complete() && holes.isEmpty() && withheld == 0;
    if (complete) {
      note(Kind.COMPLETE);
    } else {
      note(Kind.INCOMPLETE, holes.size() + moreHoles + "", summary.apart() + "");
    }
    holes.forEach(hole -> out.accept(SheetRow.note(hole)));
    counted(Kind.MORE_HOLES, moreHoles);
    differences.forEach(difference -> out.accept(SheetRow.note(difference)));
    counted(Kind.WITHDRAWN, withdrawn);
    counted(Kind.WITHHELD, withheld);
    unmapped();
    if (question.recursive()) {
      note(Kind.NODES, String.join(", ", nodes));
    } else {
      note(Kind.ONE_NODE);
    }
  }

  private void suspects() {
    String first =
        question.suspects().stream()
            .limit(MOST_SUSPECTS)
            .map(suspect -> suspect.item().toString())
            .collect(Collectors.joining(", "));
    int more = question.suspects().size() - MOST_SUSPECTS;
    note(Kind.SUSPECTS, more > 0 ? first + ", … (+" + more + ")" : first);
  }

  private void unmapped() {
    List<Subject> subjects =
        kind == SheetKind.GBT34400
            ? List.of(Subject.ITEM, Subject.PARTY)
            : List.of(Subject.ITEM, Subject.PARTY, Subject.PLACE, Subject.DOCUMENT);
    for (Subject subject : subjects) {
      String fields =
          mapping.unmapped(subject).stream()
              .filter(field -> isShown(subject, field))
              .map(SheetText::key)
              .collect(Collectors.joining(","));
      if (!fields.isEmpty()) {
        note(Kind.NOT_MAPPED, SheetText.key(subject), fields);
      }
    }
  }

  /** True if the sheet has a column for a datum. */
  private boolean isShown(Subject subject, Field field) {
    return kind == SheetKind.GBT34400
        || (subject == Subject.DOCUMENT
            ? field == Field.TYPE
            : field != Field.BATCH && field != Field.REGION);
  }

  private void counted(Kind kind, long number) {
    if (number > 0) {
      note(kind, number + "");
    }
  }

  private void note(Kind kind, String... of) {
    out.accept(SheetRow.note(Remark.of(kind, of)));
  }
}
