package dev.nameplate.server.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.nameplate.event.EventId;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Quantity;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.RecallStep.Affected;
import dev.nameplate.trace.recall.RecallStep.Extent;
import dev.nameplate.trace.recall.RecallStep.Handover;
import dev.nameplate.trace.recall.RecallStep.Making;
import dev.nameplate.trace.recall.RecallStep.Presence;
import dev.nameplate.trace.recall.RecallStep.Reason;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecallTableTest {
  private static final EventId MADE = EventId.parse("ab".repeat(32));
  private static final EventId SHIPPED = EventId.parse("cd".repeat(32));
  private static final Instant TIME = Instant.parse("2026-03-01T06:00:00.250Z");

  @Test
  void an_item_fills_the_columns_that_a_regulator_sorts_by() throws IOException {
    NamedCsvRecord row =
        rows(item(
                "https://id.gs1.org/01/06912345678903/10/L-7",
                "Dealer, \"East\"",
                List.of(Quantity.of("12.50", "KGM"))))
            .get(0);

    assertThat(row.getHeader()).isEqualTo(RecallTable.COLUMNS);
    assertThat(row.getFields())
        .containsExactly(
            "Dealer, \"East\"",
            "possible",
            "mixed",
            "https://id.gs1.org/01/06912345678903/10/L-7",
            "06912345678903",
            "12.50",
            "KGM",
            "there",
            "88.118.8/CRATE-1",
            "3",
            "88.118.8",
            "2026-03-01T06:00:00.250Z",
            "Hall 2",
            "14",
            "KGM",
            "2026-03-01T07:00:00.250Z",
            "Mill",
            "Dealer",
            "Ramp",
            "DESPATCH-1 ORDER-2",
            MADE.toString(),
            SHIPPED.toString(),
            "12.50",
            "part");
  }

  @Test
  void an_item_has_a_row_for_each_unit_and_one_if_nothing_is_left() throws IOException {
    assertThat(
            rows(
                item(
                    "88.118.8/COIL-1",
                    "Mill",
                    List.of(Quantity.of("1", "KGM"), Quantity.of("2E+3", "MTR"))),
                item("88.118.8/COIL-2", "Mill", List.of())))
        .extracting(
            row -> row.getField("traceability_lot_code"),
            row -> row.getField("quantity"),
            row -> row.getField("unit_of_measure"),
            row -> row.getField("product_identifier"))
        .containsExactly(
            Tuple.tuple("88.118.8/COIL-1", "1", "KGM", ""),
            Tuple.tuple("88.118.8/COIL-1", "2000", "MTR", ""),
            Tuple.tuple("88.118.8/COIL-2", "", "", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"=HYPERLINK(\"x\")", "+A1", "-A1", "@SUM(A1)", "\tx", "＝1+1"})
  void a_name_that_a_spreadsheet_would_compute_is_text(String holder) throws IOException {
    assertThat(rows(item("88.118.8/COIL-1", holder, List.of())).get(0).getField("holder"))
        .isEqualTo("'" + holder);
  }

  @Test
  void a_line_within_a_name_is_no_formula_either() throws IOException {
    assertThat(rows(item("88.118.8/COIL-1", "Mill\n=1+1", List.of())).get(0).getField("holder"))
        .isEqualTo("Mill\n'=1+1");
  }

  @Test
  void steps_that_are_no_items_have_no_rows() throws IOException {
    assertThat(rows(new RecallStep.Hole(TraceStep.Reason.NO_ACCESS, 1, Optional.empty())))
        .isEmpty();
  }

  private static Affected item(String name, String holder, List<Quantity> left) {
    return new Affected(
        ItemId.parse(name),
        3,
        Reason.MIXED,
        holder,
        Optional.of(ItemId.parse("88.118.8/CRATE-1")),
        Presence.THERE,
        Extent.PART,
        left,
        left,
        Optional.of(
            new Making(
                MADE,
                Prefix.parse("88.118.8"),
                TIME,
                "Hall 2",
                Optional.of(Quantity.of("14", "KGM")))),
        Optional.of(
            new Handover(
                SHIPPED,
                TIME.plusSeconds(3600),
                "Mill",
                "Dealer",
                "Ramp",
                List.of("DESPATCH-1", "ORDER-2"))));
  }

  private static List<NamedCsvRecord> rows(RecallStep... steps) throws IOException {
    StringWriter text = new StringWriter();
    try (RecallTable table = new RecallTable(text)) {
      for (RecallStep step : steps) {
        table.add(step);
      }
    }
    assertThat(text.toString()).startsWith("\uFEFFholder,certainty,").contains("\r\n");
    return CsvReader.builder().ofNamedCsvRecord(text.toString().substring(1)).stream().toList();
  }
}
