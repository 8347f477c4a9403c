package dev.nameplate.lineage;

import dev.nameplate.log.read.StatementReader;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.LineageCursor;
import dev.nameplate.store.LineageStore;
import dev.nameplate.store.LineageView;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Derives the index of lineage again, in another place, and compares row by row. Reads as a stream.
 * Both must not be written meanwhile.
 */
public final class LineageAudit {
  private static final Bytes FIRST = Bytes.wrap(new byte[] {1});

  private LineageAudit() {}

  /**
   * The result of an audit.
   *
   * @param rows number of rows derived from the log, up to the index's watermark
   * @param differences number of missing, surplus and different rows
   * @param findings the first differences, in words
   */
  public record Report(long rows, long differences, List<String> findings) {
    /** Copies the findings. */
    public Report {
      findings = List.copyOf(findings);
    }
  }

  /**
   * Compares.
   *
   * @param statements the reader of the log
   * @param found the index
   * @param anew an empty store, for the derived index
   * @param most the most differences that are named
   * @param progress receives the derived position
   */
  public static Report compare(
      StatementReader statements,
      LineageStore found,
      LineageStore anew,
      int most,
      LongConsumer progress) {
    long reach = found.watermark();
    if (reach > statements.size()) {
      return new Report(
          0,
          1,
          List.of(
              "lineage reaches to position "
                  + reach
                  + " (expected: at most "
                  + statements.size()
                  + ", where the log ends)"));
    }
    LineageIndex.derive(statements, anew, reach, progress);
    try (LineageView right = anew.view();
        LineageView there = found.view()) {
      return compare(right.cursor(), there.cursor(), most);
    }
  }

  /**
   * Derives the index again, in its place.
   *
   * @param progress receives the derived position
   */
  public static void rebuild(
      StatementReader statements, LineageStore index, LongConsumer progress) {
    index.clear();
    LineageIndex.derive(statements, index, statements.size(), progress);
  }

  private static Report compare(LineageCursor right, LineageCursor there, int most) {
    List<String> findings = new ArrayList<>();
    long rows = 0;
    long differences = 0;
    boolean more = right.seek(FIRST);
    boolean found = there.seek(FIRST);
    while (more || found) {
      int order = !more ? 1 : !found ? -1 : right.key().compareTo(there.key());
      if (order != 0 || !right.value().equals(there.value())) {
        differences++;
        if (findings.size() < most) {
          findings.add(
              describe(order > 0 ? there.key() : right.key())
                  + (order < 0
                      ? " is missing"
                      : order > 0 ? " has no cause in the log" : " does not match the log"));
        }
      }
      rows += order <= 0 ? 1 : 0;
      more = order <= 0 ? right.next() : more;
      found = order >= 0 ? there.next() : found;
    }
    return new Report(rows, differences, findings);
  }

  private static String describe(Bytes key) {
    byte[] bytes = key.toByteArray();
    return "lineage row "
        + (char) bytes[0]
        + " "
        + HexFormat.of().formatHex(bytes, 1, bytes.length);
  }
}
