package dev.nameplate.server.cli.report;

import dev.nameplate.event.ItemId;
import dev.nameplate.event.Quantity;
import dev.nameplate.server.cli.bulk.SpreadsheetText;
import dev.nameplate.server.json.Words;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.RecallStep.Affected;
import dev.nameplate.trace.recall.RecallStep.Handover;
import dev.nameplate.trace.recall.RecallStep.Making;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A recall as a table that can be sorted by any column: CSV in UTF-8 with a byte order mark, by
 * which spreadsheets know the charset, and a header line. An item has a row for each unit in which
 * something is left of it, and one if nothing is. Times are ISO 8601 in UTC, amounts exact
 * decimals.
 *
 * <p>A cell that a spreadsheet would take for a formula is written as {@link SpreadsheetText},
 * since names and places are what others wrote.
 *
 * <p><b>Source:</b> the key data elements of 21 CFR 1.1325 to 1.1350 (FSMA 204), and the sortable
 * spreadsheet of 1.1455(c)(3)(ii); RFC 4180.
 */
public final class RecallTable implements AutoCloseable {
  /** The columns, in their order. */
  public static final List<String> COLUMNS =
      List.of(
          "holder",
          "certainty",
          "reason",
          "traceability_lot_code",
          "product_identifier",
          "quantity",
          "unit_of_measure",
          "presence",
          "inside",
          "processes_from_suspect",
          "lot_code_source",
          "date_made",
          "place_made",
          "quantity_made",
          "unit_made",
          "date_received",
          "received_from",
          "received_by",
          "place_received",
          "reference_documents",
          "event_made",
          "event_received",
          "quantity_at_least",
          "extent");

  private static final Pattern GTIN = Pattern.compile("https://id\\.gs1\\.org/01/(\\d{14})(/.*)?");

  private final CsvTable csv;

  /** Writes the header. The writer is not closed with this. */
  public RecallTable(Writer out) throws IOException {
    this.csv = new CsvTable(out);
    csv.row(COLUMNS);
  }

  /** Writes the rows of a step; only items have rows. */
  public void add(RecallStep step) {
    if (step instanceof Affected item) {
      if (item.left().isEmpty()) {
        row(item, "", "", "");
      }
      for (int i = 0; i < item.left().size(); i++) {
        Quantity most = item.left().get(i);
        Quantity least = RecallText.least(item.atLeast(), item.left(), i);
        row(item, text(most), text(least), most.unit());
      }
    }
  }

  private static String text(Quantity quantity) {
    return quantity.amount().toPlainString();
  }

  private void row(Affected item, String most, String least, String unit) {
    Optional<Making> making = item.making();
    Optional<Quantity> made = making.flatMap(Making::made);
    Optional<Handover> handover = item.handover();
    List<String> cells = new ArrayList<>(COLUMNS.size());
    cells.add(item.holder());
    cells.add(Words.of(item.certainty()));
    cells.add(Words.of(item.reason()));
    cells.add(item.item().toString());
    cells.add(gtin(item.item()));
    cells.add(most);
    cells.add(unit);
    cells.add(Words.of(item.presence()));
    cells.add(item.inside().map(ItemId::toString).orElse(""));
    cells.add(Integer.toString(item.depth()));
    cells.add(making.map(event -> event.recorder().toString()).orElse(""));
    cells.add(making.map(Making::time).map(Instant::toString).orElse(""));
    cells.add(making.map(Making::place).orElse(""));
    cells.add(made.map(much -> much.amount().toPlainString()).orElse(""));
    cells.add(made.map(Quantity::unit).orElse(""));
    cells.add(handover.map(Handover::time).map(Instant::toString).orElse(""));
    cells.add(handover.map(Handover::from).orElse(""));
    cells.add(handover.map(Handover::to).orElse(""));
    cells.add(handover.map(Handover::place).orElse(""));
    cells.add(handover.map(event -> String.join(" ", event.documents())).orElse(""));
    cells.add(making.map(event -> event.event().toString()).orElse(""));
    cells.add(handover.map(event -> event.event().toString()).orElse(""));
    cells.add(least);
    cells.add(Words.of(item.extent()));
    csv.row(cells);
  }

  private static String gtin(ItemId item) {
    Matcher matcher = GTIN.matcher(item.canonical());
    return matcher.matches() ? matcher.group(1) : "";
  }

  /** Writes out buffered rows. */
  @Override
  public void close() throws IOException {
    csv.end();
  }
}
