package dev.nameplate.server.cli.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.nameplate.access.Caller;
import dev.nameplate.assign.Capture;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.event.Occurrence.Contained;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.TraceSteps;
import dev.nameplate.trace.recall.RecallQuestion;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.RecallStep.Affected;
import dev.nameplate.trace.recall.RecallStep.Certainty;
import dev.nameplate.trace.recall.RecallSteps;
import dev.nameplate.trace.recall.Suspect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The liquor tables of other people as events: from the supplier to the dealer's customer. */
final class WineLineageTest {
  private static final Prefix DISTILLERY = Prefix.parse("88.1000.1");

  @TempDir private Path directory;

  private Path tables = Path.of("");

  @BeforeEach
  void find_the_tables() {
    Optional<Path> found = Samples.wineTrace();
    assumeTrue(
        found.isPresent(),
        "the liquor tables are not here: put them in ../shared/samples/wine-trace, or name their parent with"
            + " -Dnameplate.samples=DIR");
    tables = found.orElseThrow();
  }

  @Test
  void a_bottle_leads_to_its_supplier_and_a_batch_of_grain_to_exactly_its_bottles() {
    List<String> bottles =
        rows("wine-production/package_bottle_code").stream()
            .filter(row -> row.getField("packagin_batch").equals("PKG001"))
            .map(row -> row.getField("bottle_code"))
            .toList();
    List<String> onward =
        new ArrayList<>(List.of("RMB001", "QMB001", "BRW001", "BLD001", "PKG001"));
    onward.addAll(bottles);
    assertThat(bottles).hasSize(30);

    try (Node node = recorded()) {
      assertThat(items(node, TraceQuestion.upstream(item("BTL001"))))
          .containsExactly("BTL001", "PKG001", "BLD001", "BRW001", "QMB001", "RMB001", "SUP001");
      assertThat(items(node, TraceQuestion.downstream(item("RMB001"))))
          .containsExactlyElementsOf(onward);
    }
  }

  @Test
  void a_recall_of_a_batch_of_grain_finds_its_bottles_with_the_customers_that_got_their_cases() {
    Map<String, String> noteOfCase = new LinkedHashMap<>();
    rows("wine-store/dealer_shipment_box_code")
        .forEach(
            row -> noteOfCase.put(row.getField("box_code"), row.getField("delivery_note_number")));
    Map<String, String> customerOfNote = new LinkedHashMap<>();
    rows("wine-store/dealer_shipment")
        .forEach(
            row ->
                customerOfNote.put(row.getField("delivery_note_number"), row.getField("custom")));
    Map<String, String> expected = new TreeMap<>();
    for (NamedCsvRecord row : rows("wine-production/bottle_of_wine")) {
      if (row.getField("associated_packaging_batch").equals("PKG001")) {
        expected.put(
            row.getField("bottle_code"),
            customerOfNote.get(noteOfCase.get(row.getField("associated_box_code"))));
      }
    }

    Map<String, String> found = new TreeMap<>();
    try (Node node = recorded();
        RecallSteps steps =
            node.recall()
                .recall(
                    RecallQuestion.of(List.of(Suspect.of(item("RMB001")))),
                    Budget.standard(),
                    Caller.OPERATOR)) {
      while (steps.hasNext()) {
        RecallStep step = steps.next();
        if (step instanceof Affected affected && name(affected.item()).startsWith("BTL")) {
          assertThat(affected.certainty()).isEqualTo(Certainty.CERTAIN);
          found.put(name(affected.item()), affected.holder());
        }
      }
    }

    assertThat(found).hasSize(30).isEqualTo(expected);
  }

  private static List<String> items(Node node, TraceQuestion question) {
    List<String> items = new ArrayList<>();
    try (TraceSteps steps = node.tracer().trace(question, Budget.standard(), Caller.OPERATOR)) {
      steps.forEachRemaining(
          step -> {
            if (step instanceof TraceStep.Item item) {
              items.add(name(item.id()));
            }
          });
    }
    return items;
  }

  private Node recorded() {
    Node node =
        Node.open(NodeConfig.in(directory.resolve("node")).authorityFor(DISTILLERY.toString()));
    for (NamedCsvRecord row : rows("wine-production/supplier_raw_material_batch")) {
      processed(
          node, "2024-05-15", row.getField("supplier_no"), row.getField("raw_material_batch"));
    }
    each(node, "koji_making", "related_raw_material_batches", "qu_making_batch");
    each(node, "brew", "related_koji_making_batches", "brewing_batch");
    each(node, "blend", "associated_brewing_batches", "blending_batch");
    each(node, "package", "associated_blending_batch", "packagin_batch");
    grouped("wine-production/package_bottle_code", "packagin_batch", "bottle_code")
        .forEach(
            (batch, bottles) ->
                record(node, "2024-06-21", new Processed(items(List.of(batch)), items(bottles))));
    grouped("wine-production/box_wine_bottle_code", "case_code", "bottle_code")
        .forEach(
            (box, bottles) ->
                record(
                    node,
                    "2024-06-21",
                    new Contained(
                        Optional.of(item(box)), items(bottles), Change.ENTER, Bond.PACKED)));
    shipped(node, "outbound_order", "delivery_note_number", "delivery_date", Side.GIVEN);
    shipped(node, "receipt", "receipt_number", "receiving_date", Side.RECEIVED);
    shipped(node, "dealer_shipment", "delivery_note_number", "delivery_date", Side.GIVEN);
    return node;
  }

  private void each(Node node, String table, String input, String output) {
    for (NamedCsvRecord row : rows("wine-production/" + table)) {
      String date = row.getField(table.equals("blend") ? "blending_date" : "date_of_manufacture");
      processed(node, date, row.getField(input), row.getField(output));
    }
  }

  private void shipped(Node node, String table, String key, String date, Side side) {
    Map<String, List<String>> boxes = grouped("wine-store/" + table + "_box_code", key, "box_code");
    for (NamedCsvRecord row : rows("wine-store/" + table)) {
      String from = row.getField(table.equals("dealer_shipment") ? "dealer" : "warehouse");
      record(
          node,
          row.getField(date),
          new Transferred(
              items(boxes.getOrDefault(row.getField(key), List.of())),
              from,
              row.getField("custom"),
              side,
              List.of(row.getField(key))));
    }
  }

  private static void processed(Node node, String date, String input, String output) {
    record(node, date, new Processed(items(List.of(input)), items(List.of(output))));
  }

  private static void record(Node node, String date, Occurrence what) {
    node.events()
        .capture(
            Capture.of(
                DISTILLERY,
                Event.at(
                    LocalDate.parse(date).atStartOfDay(ZoneOffset.ofHours(8)).toInstant(), what)));
  }

  private Map<String, List<String>> grouped(String table, String key, String value) {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    for (NamedCsvRecord row : rows(table)) {
      groups.computeIfAbsent(row.getField(key), any -> new ArrayList<>()).add(row.getField(value));
    }
    return groups;
  }

  private List<NamedCsvRecord> rows(String table) {
    try (CsvReader<NamedCsvRecord> reader =
        CsvReader.builder().ofNamedCsvRecord(tables.resolve(table + ".csv"))) {
      return reader.stream().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<EventItem> items(List<String> names) {
    return names.stream().map(one -> new EventItem(item(one), Optional.empty())).toList();
  }

  private static ItemId item(String name) {
    return ItemId.parse(DISTILLERY + "/" + name);
  }

  private static String name(ItemId item) {
    return item.identifier().orElseThrow().suffix().toString();
  }
}
