package dev.nameplate.trace.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.access.Caller;
import dev.nameplate.assign.Assignment;
import dev.nameplate.assign.Capture;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.event.Occurrence.Contained;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.event.Occurrence.Target;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.event.Occurrence.Withdrawn;
import dev.nameplate.event.Quantity;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.Suffix;
import dev.nameplate.log.OperationId;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Permissions;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.TimeToLive;
import dev.nameplate.record.ValueData;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.TraceSteps;
import dev.nameplate.trace.recall.Period;
import dev.nameplate.trace.recall.RecallQuestion;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.RecallSteps;
import dev.nameplate.trace.recall.Suspect;
import dev.nameplate.trace.sheet.SheetMapping.Field;
import dev.nameplate.trace.sheet.SheetMapping.Subject;
import dev.nameplate.trace.sheet.SheetText.Language;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sheets of the recalls of a cannery, as the library makes them. */
final class SheetTest {
  private static final Prefix CANNERY = Prefix.parse("88.118.40");
  private static final String LOT = "88.118.40/LOT-7";
  private static final String SHOP = "88.118.40/SHOP-A";
  private static final Instant BEGIN = Instant.parse("2026-04-01T20:00:00Z");
  private static final SheetMapping MAPPING =
      new SheetMapping(
          ZoneOffset.ofHours(8),
          Optional.of(Suffix.parse("COMPANY")),
          Map.of(
              Subject.ITEM,
              Map.of(
                  Field.NAME, List.of(ValueSource.type("title"), ValueSource.type("name")),
                  Field.BRAND, List.of(ValueSource.type("brand")),
                  Field.BATCH,
                      List.of(
                          new ValueSource(
                              Optional.of("METADATA"),
                              OptionalLong.empty(),
                              List.of("batch", "no")))),
              Subject.PARTY,
              Map.of(
                  Field.NAME, List.of(ValueSource.type("name")),
                  Field.REGION, List.of(ValueSource.type("region"))),
              Subject.DOCUMENT,
              Map.of(
                  Field.TYPE, List.of(ValueSource.type("type")),
                  Field.RECEIVER, List.of(ValueSource.type("to")),
                  Field.REGION, List.of(ValueSource.type("region")))));

  @TempDir private Path directory;
  private Node node;
  private int events;

  @BeforeEach
  void open() {
    node = Node.open(NodeConfig.in(directory).authorityFor(CANNERY.toString()));
    node.registrar()
        .assign(
            Assignment.of(LOT)
                .value(1, "NAME", "黄桃罐头")
                .value(2, "brand", "梨乡")
                .value(
                    RecordValue.of(
                        3, "METADATA", new ValueData.Json("{\"batch\":{\"no\":\"B-7\"}}"))));
    node.registrar().assign(Assignment.of("88.118.40/COMPANY").value(1, "name", "罐头厂"));
    node.registrar().assign(Assignment.of(SHOP).value(1, "name", "甲店").value(2, "region", "聊城"));
    node.registrar()
        .assign(
            Assignment.of("88.118.40/INV-1")
                .value(1, "type", "发票")
                .value(2, "to", "Shop B")
                .value(3, "region", "济南"));
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void a_lot_in_parts_has_a_row_for_each_seller_with_bounds_and_remarks() {
    record(new Created(List.of(EventItem.of(LOT, "100", "CS"))));
    given("50", SHOP);
    record(
        new Transferred(
            List.of(EventItem.of(LOT, "20", "CS")),
            "Trader",
            "Shop B",
            Side.UNSAID,
            List.of("INV-1")));

    assertThat(sellers(question(), Caller.OPERATOR, Language.EN))
        .containsExactly(
            "88.118.40/LOT-7|黄桃罐头|梨乡||B-7|2026-04-02|100|CS|88.118.40|罐头厂||||30|50|CS|certain|"
                + "the record of the party 88.118.40/COMPANY has no region;"
                + " between 30 and 50 CS: parts cannot be told apart",
            "88.118.40/LOT-7|黄桃罐头|梨乡||B-7|2026-04-02|100|CS|88.118.40/SHOP-A|甲店||聊城|2026-04-02|30|50|CS|certain|"
                + "between 30 and 50 CS: parts cannot be told apart",
            "88.118.40/LOT-7|黄桃罐头|梨乡||B-7|2026-04-02|100|CS|Shop B|Shop B|||2026-04-02|20|20|CS|certain|"
                + "party \"Shop B\" names no record",
            "Note|Suspects: 88.118.40/LOT-7",
            "Note|As of position 7 of the log, *",
            "Note|Items certainly affected: 1; possibly: 0; descended from a suspect but not affected, without rows: 0",
            "Note|Total to recall: at least 80, at most 120 CS",
            "Note|Rows with data of records missing: 2",
            "Note|NOT COMPLETE. Gaps: 0. Items of which it is unknown how much each seller has: 1",
            "Note|The mapping names no value for item: model",
            "Note|The mapping names no value for party: address",
            "Note|What other companies made of it or passed on is recorded at their nodes");
  }

  @Test
  void a_receiver_in_words_has_the_region_of_the_document_that_is_about_him() {
    record(new Created(List.of(EventItem.of(LOT, "100", "CS"))));
    transferred("10", "88.118.40", "Shop B", "INV-1");
    transferred("20", "88.118.40", "Shop C", "INV-1");

    assertThat(sellers(question(), Caller.OPERATOR, Language.ZH))
        .contains(
            "88.118.40/LOT-7|黄桃罐头|梨乡||B-7|2026-04-02|100|CS|Shop B|Shop B||济南|2026-04-02|10|10|CS|确定|"
                + "企业“Shop B”未指向标识记录",
            "88.118.40/LOT-7|黄桃罐头|梨乡||B-7|2026-04-02|100|CS|Shop C|Shop C|||2026-04-02|20|20|CS|确定|"
                + "单据INV-1的收货方是“Shop B”，不是“Shop C”");
  }

  @Test
  void a_record_that_is_not_there_leaves_cells_empty_and_is_named() {
    record(new Created(List.of(EventItem.of("88.118.40/UNKNOWN", "1", "CS"))));
    record(new Created(List.of(EventItem.of("88.118.40/GONE", "1", "CS"))));
    record(
        new Created(List.of(EventItem.of("https://id.gs1.org/01/06912345678903/10/A", "1", "CS"))));
    node.registrar().assign(Assignment.of("88.118.40/GONE").value(1, "name", "x"));
    node.registrar().retire(Identifier.parse("88.118.40/GONE"), 1, OperationId.of("gone"));

    assertThat(
            sellers(
                RecallQuestion.of(
                    List.of(
                        Suspect.of(ItemId.parse("88.118.40/UNKNOWN")),
                        Suspect.of(ItemId.parse("88.118.40/GONE")),
                        Suspect.of(ItemId.parse("https://id.gs1.org/01/06912345678903/10/A")))),
                Caller.OPERATOR,
                Language.EN))
        .filteredOn(row -> !row.startsWith("Note"))
        .extracting(
            row -> row.replaceAll("\\|.*\\|", " ").replaceAll("; .*|the record of the party.*", ""))
        .containsExactlyInAnyOrder(
            "88.118.40/UNKNOWN no record of the item 88.118.40/UNKNOWN",
            "88.118.40/GONE the record of the item 88.118.40/GONE was retired",
            "https://id.gs1.org/01/06912345678903/10/A item \"https://id.gs1.org/01/06912345678903/10/A\" names no record");
  }

  @Test
  void restricted_values_and_events_are_not_in_a_strangers_sheet() {
    node.registrar()
        .assign(
            Assignment.of("88.118.40/SECRET")
                .value(
                    new RecordValue(
                        1,
                        "name",
                        ValueData.text("secret name"),
                        TimeToLive.DEFAULT,
                        Optional.empty(),
                        Permissions.RESTRICTED,
                        List.of())));
    record(new Created(List.of(EventItem.of("88.118.40/SECRET", "100", "CS"))));
    capture(
        new Transferred(
            List.of(EventItem.of("88.118.40/SECRET", "40", "CS")),
            "88.118.40",
            "Secret Customer",
            Side.GIVEN,
            List.of("SECRET-DOCUMENT")),
        true);
    RecallQuestion question =
        RecallQuestion.of(List.of(Suspect.of(ItemId.parse("88.118.40/SECRET"))));

    List<String> own = new ArrayList<>(sellers(question, Caller.OPERATOR, Language.EN));
    own.addAll(events(question, Caller.OPERATOR));
    List<String> strangers = new ArrayList<>(sellers(question, Caller.STRANGER, Language.EN));
    strangers.addAll(events(question, Caller.STRANGER));

    assertThat(String.join("\n", own)).contains("secret name", "Secret Customer", "SECRET-DOC");
    assertThat(String.join("\n", strangers))
        .contains("the record of the item 88.118.40/SECRET shows this reader no name,")
        .doesNotContain("secret name")
        .doesNotContain("Secret Customer")
        .doesNotContain("SECRET-DOC");
    assertThat(strangers)
        .as("as if the transfer had never been")
        .anyMatch(row -> row.contains("|88.118.40|罐头厂||||100|100|CS|"));
  }

  @Test
  void receipts_of_a_period_are_amounts_of_past_holders_too() {
    record(new Created(List.of(EventItem.of(LOT, "100", "CS"))));
    given("50", SHOP);
    record(
        new Transferred(
            List.of(EventItem.of(LOT, "50", "CS")), SHOP, "Shop B", Side.UNSAID, List.of()));

    assertThat(
            sellers(
                question().received(new Period(BEGIN, BEGIN.plusSeconds(36_000))),
                Caller.OPERATOR,
                Language.EN))
        .extracting(
            row -> row.replaceAll(".*?\\|CS\\|([^|]+)\\|.*\\|(\\d+)\\|(\\d+)\\|CS.*", "$1 $2 $3"))
        .contains(
            "88.118.40/SHOP-A 50 50",
            "Shop B 50 50",
            "Note|Amounts are what sellers received from 2026-04-02T04:00:00+08:00 to 2026-04-02T14:00:00+08:00, past holders included");
  }

  @Test
  void events_have_a_row_for_each_affected_lot_and_containers_are_named() {
    record(new Created(List.of(EventItem.of(LOT, "100", "CS"))));
    record(
        new Processed(
            List.of(EventItem.of(LOT, "5", "CS"), EventItem.of("88.118.40/SUGAR", "1", "KGM")),
            List.of(EventItem.of("88.118.40/CAKE", "9", "C62"))));
    record(contained("88.118.40/CRATE", LOT));
    record(contained("88.118.40/TRUCK", "88.118.40/CRATE"));
    record(
        new Transferred(
            List.of(EventItem.of("88.118.40/TRUCK")),
            "88.118.40",
            SHOP,
            Side.GIVEN,
            List.of("INV-1")));
    String wrong = transferred("1", "88.118.40", "Nobody", "INV-9");
    record(new Withdrawn(new Target.ByName(wrong), "typing error", List.of()));

    assertThat(events(question(), Caller.OPERATOR))
        .extracting(row -> row.replaceAll("\\|[0-9a-f]{64}\\|", "|ID|"))
        .containsExactlyInAnyOrder(
            "creation|88.118.40/LOT-7|黄桃罐头, 梨乡||100|CS|Hall 2|Hall 2|2026-04-02T04:00:00+08:00|||||||88.118.40|罐头厂|||certain||88.118.40|ID|"
                + NO_REGION,
            "transformation|88.118.40/LOT-7|黄桃罐头, 梨乡|input|5|CS|Hall 2|Hall 2|2026-04-02T05:00:00+08:00|||||||88.118.40|罐头厂|||certain||88.118.40|ID|"
                + NO_REGION,
            "transformation|88.118.40/CAKE||output|9|C62|Hall 2|Hall 2|2026-04-02T05:00:00+08:00|||||||88.118.40|罐头厂|||possible||88.118.40|ID|"
                + "no record of the item 88.118.40/CAKE; "
                + NO_REGION,
            "packing|88.118.40/LOT-7|黄桃罐头, 梨乡||||Hall 2|Hall 2|2026-04-02T06:00:00+08:00|||||||88.118.40|罐头厂|||certain||88.118.40|ID|"
                + "no amount is recorded; "
                + NO_REGION
                + "; in 88.118.40/CRATE",
            "packing|88.118.40/TRUCK|||||Hall 2|Hall 2|2026-04-02T07:00:00+08:00|||||||||||||88.118.40|ID|"
                + "no amount is recorded; a container of affected lots",
            "packing|88.118.40/CRATE|||||Hall 2|Hall 2|2026-04-02T07:00:00+08:00|||||||||||||88.118.40|ID|"
                + "no amount is recorded; a container of affected lots; in 88.118.40/TRUCK",
            "shipping|88.118.40/TRUCK|||||Hall 2|Hall 2|2026-04-02T08:00:00+08:00|2026-04-02T08:00:00+08:00||88.118.40|罐头厂|88.118.40/SHOP-A|甲店|||发票|INV-1|||88.118.40|ID|"
                + "no amount is recorded; a container of affected lots; "
                + NO_REGION,
            "Note|Suspects: 88.118.40/LOT-7",
            "Note|As of position 11 of the log, *",
            "Note|Items certainly affected: 1; possibly: 1; descended from a suspect but not affected, without rows: 0",
            "Note|Rows without an amount: 4",
            "Note|Rows with data of records missing: 5",
            "Note|COMPLETE: everything recorded at the nodes asked is listed",
            "Note|Withdrawn events, without rows: 1",
            "Note|The mapping names no value for item: model",
            "Note|The mapping names no value for party: address",
            "Note|The mapping names no value for place: description",
            "Note|What other companies made of it or passed on is recorded at their nodes");
  }

  private static final String NO_REGION = "the record of the party 88.118.40/COMPANY has no region";

  @Test
  void an_excluded_item_has_no_row_and_is_counted() {
    record(new Created(List.of(EventItem.of(LOT, "100", "CS"))));
    record(
        new Processed(
            List.of(EventItem.of(LOT, "5", "CS")),
            List.of(EventItem.of("88.118.40/CAKE", "9", "C62"))));
    RecallQuestion question =
        RecallQuestion.of(List.of(Suspect.since(ItemId.parse(LOT), BEGIN.plusSeconds(100_000))));

    assertThat(sellers(question, Caller.OPERATOR, Language.EN))
        .noneMatch(row -> row.contains("CAKE"))
        .contains(
            "Note|Items certainly affected: 1; possibly: 0; descended from a suspect but not affected, without rows: 1");
    assertThat(events(question, Caller.OPERATOR)).noneMatch(row -> row.contains("CAKE"));
  }

  @Test
  void a_hole_of_the_recall_is_a_note() {
    record(new Created(List.of(EventItem.of(LOT, "100", "CS"))));
    record(
        new Processed(
            List.of(EventItem.of(LOT, "5", "CS")),
            List.of(EventItem.of("88.118.40/CAKE", "9", "C62"))));
    record(
        new Processed(
            List.of(EventItem.of("88.118.40/CAKE", "9", "C62")),
            List.of(EventItem.of("88.118.40/DISH", "9", "C62"))));

    assertThat(sellers(question().within(1, 0), Caller.OPERATOR, Language.EN))
        .contains(
            "Note|NOT COMPLETE. Gaps: 1. Items of which it is unknown how much each seller has: 0",
            "Note|Gap: the limit of processes is reached ");
  }

  @Test
  void nodes_that_were_asked_their_gaps_and_their_differences_are_notes() {
    List<SheetRow> rows = new ArrayList<>();
    SellerSheet sheet =
        new SellerSheet(question().recursive(true), MAPPING, identifiers -> Map.of(), rows::add);
    sheet.add(
        new RecallStep.Witness(
            Prefix.parse("88.118.9"),
            Set.of(TraceStep.Reason.PEER_UNREACHABLE),
            0,
            0,
            Instant.EPOCH));
    sheet.add(
        new RecallStep.Difference(
            ItemId.parse(LOT),
            CANNERY,
            Prefix.parse("88.118.9"),
            Quantity.of("60", "CS"),
            Quantity.of("58", "CS")));
    sheet.end();

    assertThat(texts(SheetKind.GBT34400, rows, Language.EN))
        .contains(
            "Note|Gap: the node did not answer 88.118.9",
            "Note|Of 88.118.40/LOT-7, 88.118.40 gave 60 CS, 88.118.9 received 58 CS",
            "Note|Nodes that were asked: 88.118.9");
  }

  @Test
  void each_record_is_read_once() {
    record(new Created(List.of(EventItem.of(LOT, "3000", "CS"))));
    for (int i = 0; i < 1200; i++) {
      given("1", "Shop " + i);
    }
    Map<Identifier, Integer> reads = new HashMap<>();
    SheetRecords counting =
        identifiers -> {
          identifiers.forEach(identifier -> reads.merge(identifier, 1, Integer::sum));
          return Map.of();
        };

    List<String> rows = sellers(question(), Caller.OPERATOR, Language.EN, counting);

    assertThat(rows).filteredOn(row -> row.startsWith(LOT)).hasSize(1201);
    assertThat(reads)
        .containsOnly(
            Map.entry(Identifier.parse(LOT), 1),
            Map.entry(Identifier.parse("88.118.40/COMPANY"), 1));
    assertThat(rows)
        .anyMatch(row -> row.contains("the record of the item 88.118.40/LOT-7 could not be read"));
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void every_text_is_there_in_each_language(Language language) {
    SheetText text = SheetText.in(language);
    for (SheetKind kind : SheetKind.values()) {
      assertThat(text.headers(kind)).doesNotHaveDuplicates().hasSameSizeAs(kind.columns());
    }
    for (Remark.Kind kind : Remark.Kind.values()) {
      assertThat(text.text(Remark.of(kind, "mixed", "name,brand", "name,brand", "3", "4")))
          .isNotEmpty()
          .doesNotContain("{");
    }
    for (Enum<?>[] words :
        List.<Enum<?>[]>of(
            TrackingEvent.values(),
            TrackingEvent.Role.values(),
            Subject.values(),
            Field.values(),
            TraceStep.Reason.values())) {
      for (Enum<?> word : words) {
        assertThat(text.text(Remark.of(Remark.Kind.POSSIBLE, SheetText.key(word)))).isNotEmpty();
      }
    }
  }

  @Test
  void a_mapping_without_a_value_or_with_a_field_of_another_subject_is_refused() {
    assertThatThrownBy(() -> new SheetMapping(ZoneOffset.UTC, Optional.empty(), Map.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("mapping: \"names no value\"");
    assertThatThrownBy(
            () ->
                new SheetMapping(
                    ZoneOffset.UTC,
                    Optional.empty(),
                    Map.of(Subject.PLACE, Map.of(Field.BRAND, List.of(ValueSource.type("brand"))))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("PLACE: \"BRAND\"");
    assertThatThrownBy(
            () -> new ValueSource(Optional.empty(), OptionalLong.empty(), List.of("name")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a type, an index or both");
  }

  private static RecallQuestion question() {
    return RecallQuestion.of(List.of(Suspect.of(ItemId.parse(LOT))));
  }

  private static Contained contained(String in, String what) {
    return new Contained(
        Optional.of(ItemId.parse(in)), List.of(EventItem.of(what)), Change.ENTER, Bond.PACKED);
  }

  private void given(String amount, String to) {
    record(
        new Transferred(
            List.of(EventItem.of(LOT, amount, "CS")), "88.118.40", to, Side.GIVEN, List.of()));
  }

  private String transferred(String amount, String from, String to, String document) {
    return record(
        new Transferred(
            List.of(EventItem.of(LOT, amount, "CS")), from, to, Side.GIVEN, List.of(document)));
  }

  private String record(Occurrence what) {
    return capture(what, false);
  }

  private String capture(Occurrence what, boolean restricted) {
    String name = "urn:uuid:event-" + events;
    Event event = Event.at(BEGIN.plusSeconds(3600L * events++), what).name(name).place("Hall 2");
    node.events().capture(new Capture(CANNERY, event, restricted, OperationId.of(name)));
    return name;
  }

  private List<String> sellers(RecallQuestion question, Caller caller, Language language) {
    return sellers(question, caller, language, records(caller));
  }

  private List<String> sellers(
      RecallQuestion question, Caller caller, Language language, SheetRecords records) {
    List<SheetRow> rows = new ArrayList<>();
    SellerSheet sheet = new SellerSheet(question, MAPPING, records, rows::add);
    try (RecallSteps steps =
        node.recall().recall(question, Budget.of(Budget.Limits.TRACE), caller)) {
      steps.forEachRemaining(sheet::add);
    }
    sheet.end();
    return texts(SheetKind.GBT34400, rows, language);
  }

  private List<String> events(RecallQuestion question, Caller caller) {
    List<SheetRow> rows = new ArrayList<>();
    EventSheet sheet = new EventSheet(question, MAPPING, records(caller), rows::add);
    try (RecallSteps steps =
        node.recall().recall(question, Budget.of(Budget.Limits.TRACE), caller)) {
      steps.forEachRemaining(sheet::add);
    }
    for (Suspect suspect : question.suspects()) {
      TraceQuestion trace = TraceQuestion.downstream(suspect.item()).history(true).recursive(false);
      try (TraceSteps steps = node.tracer().trace(trace, Budget.of(Budget.Limits.TRACE), caller)) {
        steps.forEachRemaining(sheet::add);
      }
    }
    sheet.end();
    return texts(SheetKind.FSMA204, rows, Language.EN);
  }

  private SheetRecords records(Caller caller) {
    return SheetRecords.of(node.resolver(), AsOf.Newest.NEWEST, caller);
  }

  private static List<String> texts(SheetKind kind, List<SheetRow> rows, Language language) {
    SheetText text = SheetText.in(language);
    return rows.stream()
        .map(
            row -> {
              List<String> cells = text.cells(kind, row);
              return row.isNote()
                  ? (cells.get(0) + "|" + cells.get(cells.size() - 1))
                      .replaceAll("(of the log, ).*", "$1*")
                  : String.join("|", cells);
            })
        .toList();
  }
}
