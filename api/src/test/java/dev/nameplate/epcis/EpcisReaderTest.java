package dev.nameplate.epcis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.EventKind;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.event.Occurrence.Contained;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.event.Occurrence.Observed;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Retired;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.event.Occurrence.Target;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.event.Occurrence.Withdrawn;
import dev.nameplate.record.JsonTree;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpcisReaderTest {
  private static final String HEAT = "urn:epc:class:lgtin:6901234.000002.H7";
  private static final String COIL = "urn:epc:id:sgtin:6901234.000001.451";
  private static final String TRUCK = "urn:epc:id:sscc:6901234.0000000001";
  private static final String FRAME =
      "\"eventTime\":\"2026-05-04T03:00:00Z\",\"eventTimeZoneOffset\":\"+08:00\"";
  private static final String SEEN =
      "{\"type\":\"ObjectEvent\",\"action\":\"OBSERVE\",\"epcList\":[\"urn:x:1\"]," + FRAME + "}";

  @Test
  void each_type_of_event_says_what_happened() {
    Reading reading = Reading.of(Reading.resource("mill.jsonld"));

    assertThat(reading.refusals()).isEmpty();
    assertThat(reading.events())
        .extracting(Event::occurrence)
        .containsExactly(
            new Created(List.of(EventItem.of(HEAT, "120.50", "TNE"))),
            new Processed(
                "https://id.gs1.org/253/6901234000092roll-1",
                List.of(EventItem.of(HEAT, "21.4", "TNE")),
                List.of(EventItem.of(COIL), EventItem.of("88.118.8/COIL-451")),
                false),
            new Contained(
                Optional.of(ItemId.parse(TRUCK)),
                List.of(
                    EventItem.of(COIL),
                    EventItem.of("https://id.gs1.org/01/06901234000016/10/H7", "3", "C62")),
                Change.ENTER,
                Bond.PACKED),
            new Contained(Optional.of(ItemId.parse(TRUCK)), List.of(), Change.LEAVE, Bond.PACKED),
            new Contained(
                Optional.of(ItemId.parse(COIL)),
                List.of(EventItem.of("urn:epc:id:giai:6901234.tag-7")),
                Change.SEEN,
                Bond.INSTALLED),
            new Transferred(
                List.of(EventItem.of(TRUCK)),
                "https://id.gs1.org/417/6901234000016",
                "https://id.gs1.org/417/6909999000011",
                Side.GIVEN,
                List.of("urn:epcglobal:cbv:bt:6901234000016:DA-1")),
            new Observed(
                List.of(EventItem.of(TRUCK), EventItem.of(COIL)),
                List.of("urn:epcglobal:cbv:bt:6901234000016:INV-1")),
            new Withdrawn(
                new Target.ByName("urn:uuid:0b6f3b3e-8f0e-4f63-9d7a-1f2f3c1f0a02"),
                "did_not_occur",
                List.of("urn:uuid:0b6f3b3e-8f0e-4f63-9d7a-1f2f3c1f0a03")),
            new Retired(List.of(EventItem.of("urn:epc:id:sgtin:6901234.000001.453"))));
  }

  @Test
  void an_event_keeps_its_text_and_context_as_they_are_written() {
    String document = Reading.resource("mill.jsonld");
    Reading reading = Reading.of(document);

    for (Event event : reading.events()) {
      assertThat(document).contains(event.source().orElseThrow().text());
      assertThat(document).contains(event.source().orElseThrow().context());
      assertThat(event.source().orElseThrow().text()).startsWith("{").endsWith("}");
    }
    Event first = reading.events().get(0);
    assertThat(first.name()).isEqualTo("urn:uuid:0b6f3b3e-8f0e-4f63-9d7a-1f2f3c1f0a01");
    assertThat(first.time()).isEqualTo(Instant.parse("2026-05-03T17:00:00.123Z"));
    assertThat(first.offset()).isEqualTo(ZoneOffset.ofHours(8));
    assertThat(first.step()).isEqualTo("creating_class_instance");
    assertThat(first.disposition()).isEqualTo("active");
    assertThat(first.place()).isEqualTo("urn:epc:id:sgln:6901234.00001.melt");
    assertThat(reading.events().get(1).name()).matches("ni:///sha-256;[0-9a-f]{64}\\?ver=CBV2.0");
    assertThat(reading.events().get(7).name()).matches("ni:///sha-256;[0-9a-f]{64}");
    assertThat(reading.events().get(7).time()).isEqualTo(Instant.parse("2026-05-05T00:00:00Z"));
  }

  @Test
  void what_stands_around_the_events_is_an_event_of_its_own() {
    Event document = Reading.of(Reading.resource("mill.jsonld")).documents().get(0);
    Map<?, ?> whole = (Map<?, ?>) JsonTree.read(Reading.resource("mill.jsonld"));
    Map<?, ?> kept = (Map<?, ?>) JsonTree.read(document.source().orElseThrow().text());

    assertThat(document.kind()).isEqualTo(EventKind.OBSERVE);
    assertThat(document.occurrence().items()).isEmpty();
    assertThat(document.time()).isEqualTo(Instant.parse("2026-05-04T09:00:00Z"));
    assertThat(kept.keySet().toString()).isEqualTo(whole.keySet().toString());
    assertThat(kept.get("epcisHeader")).isEqualTo(whole.get("epcisHeader"));
    assertThat(kept.get("epcisBody")).isEqualTo(Map.of("eventList", List.of()));
  }

  @Test
  void a_context_behind_the_events_is_theirs_too() {
    String event = SEEN.replace("}", ",\"mill:crew\":\"B\"}");
    String context =
        "[\"https://ref.gs1.org/standards/epcis/epcis-context.jsonld\",{\"mill\":\"https://m.example/\"}]";
    Reading reading =
        Reading.of(
            "[{\"@context\":\"x\"}, {\"type\":\"EPCISDocument\",\"epcisBody\":{\"eventList\":["
                + event
                + "]},\"@context\":"
                + context
                + "}]");

    assertThat(reading.events()).hasSize(1);
    assertThat(reading.events().get(0).source().orElseThrow().context()).isEqualTo(context);
    assertThat(Reading.labels(reading.events().get(0))).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          bare event          | ` EVENT `                                                        | 1 | 0
          events in an array  | `[EVENT,EVENT]`                                                  | 2 | 0
          events in a row     | `EVENT\\nEVENT`                                                  | 2 | 0
          document            | `{"@context":"epcis-context.jsonld","epcisBody":{"eventList":[EVENT,EVENT]}}` | 2 | 1
          one event in a body | `{"@context":"epcis-context.jsonld","epcisBody":{"event":EVENT}}` | 1 | 1
          query document      | `{"@context":"epcis-context.jsonld","type":"EPCISQueryDocument","epcisBody":{"queryResults":{"queryName":"q","resultsBody":{"eventList":[EVENT]}}}}` | 1 | 1
          documents in a row  | `{"@context":"epcis-context.jsonld","epcisBody":{"eventList":[EVENT]}}{"@context":"epcis-context.jsonld","epcisBody":{"eventList":[EVENT]}}` | 2 | 2
          no events           | `{"@context":"epcis-context.jsonld","type":"EPCISDocument","epcisBody":{"eventList":[]}}` | 0 | 1
          byte order mark     | `\\uFEFFEVENT`                                                   | 1 | 0
          """)
  void events_are_found_wherever_they_stand(String why, String text, int events, int documents) {
    String event = SEEN.replace("{", "{\"@context\":\"epcis-context.jsonld\",");
    Reading reading =
        Reading.of(text.replace("EVENT", event).replace("\\n", "\n").replace("\\uFEFF", "\uFEFF"));

    assertThat(reading.refusals()).isEmpty();
    assertThat(reading.events()).hasSize(events);
    assertThat(reading.documents()).hasSize(documents);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          no type            | "type":"ObjectEvent"         | "kind":"x"                      | type: missing
          unknown type       | "type":"ObjectEvent"         | "type":"MeltEvent"              | type: "MeltEvent" (expected: one of
          no time            | "eventTime":                 | "time":                         | eventTime: missing
          day first          | 2026-05-04T03:00:00Z         | 04-05-2026                      | eventTime: "04-05-2026" (expected: date, time and offset
          no offset          | 2026-05-04T03:00:00Z         | 2026-05-04T03:00:00             | eventTime: "2026-05-04T03:00:00"
          31st of February   | 2026-05-04T03:00:00Z         | 2026-02-31T03:00:00Z            | eventTime: "2026-02-31T03:00:00Z"
          offset of a name   | "+08:00"                     | "CST"                           | eventTimeZoneOffset: "CST" (expected: -18:00 to +18:00)
          no action          | "action":"OBSERVE",          |                                 | action: missing (expected: ADD, OBSERVE or DELETE)
          unknown action     | "OBSERVE"                    | "CREATE"                        | action: "CREATE" (expected: ADD, OBSERVE or DELETE)
          item with a space  | "urn:x:1"                    | "urn:x:1 2"                     | epcList[0]: "urn:x:1 2" (expected: a URI
          item without colon | "urn:x:1"                    | "451"                           | epcList[0]: "451"
          number for an item | "urn:x:1"                    | 451                             | epcList[0]: "451" (expected: a string)
          object for a list  | ["urn:x:1"]                  | {"a":1}                         | epcList: "{…}" (expected: a list)
          negative           | "action"                     | "quantityList":[{"epcClass":"urn:x:2","quantity":-1,"uom":"KGM"}],"action" | quantityList[0].quantity: "-1"
          words              | "action"                     | "quantityList":[{"epcClass":"urn:x:2","quantity":"twenty"}],"action" | quantityList[0].quantity: "twenty" (expected: a number, 0 or more)
          no class           | "action"                     | "quantityList":[{"quantity":1}],"action" | quantityList[0].epcClass: missing
          twice              | "action"                     | "action":"ADD","action"         | expected: JSON in which no object has a name twice
          no parent          | "ObjectEvent"                | "AggregationEvent"              | parentID: missing
          bad replacement    | "action"                     | "errorDeclaration":{"reason":[]},"action" | errorDeclaration.reason: "[…]" (expected: a string)
          """)
  void a_bad_event_is_refused_and_the_next_one_read(
      String why, String part, String instead, String message) {
    String bad = SEEN.replace(part, instead == null ? "" : instead);
    if (why.equals("no parent")) {
      bad = bad.replace("OBSERVE", "ADD").replace("epcList", "childEPCs");
    }
    Reading reading = Reading.ofEvents(SEEN, bad, SEEN);

    assertThat(reading.refusals()).hasSize(1);
    assertThat(reading.refusals().get(0)).startsWith("eventList[1] ").contains(message);
    assertThat(Reading.reason(reading.all().get(1)).reason()).isEqualTo(ErrorReason.INVALID_EVENT);
    assertThat(reading.events()).hasSize(2);
    assertThat(reading.documents()).hasSize(1);
  }

  @Test
  void all_that_is_wrong_with_an_event_is_told_at_once() {
    Reading reading =
        Reading.ofEvents("{\"type\":\"ObjectEvent\",\"action\":\"X\",\"epcList\":[7]}");

    assertThat(reading.refusals())
        .containsExactly(
            "eventList[0] eventTime: missing (expected: date, time and offset, for example 2026-01-02T03:04:05+08:00)");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          prefix-undeclared     | "action"              | "mill:crew":"B","action"
          event-type-not-bare   | "ObjectEvent"         | "epcis:ObjectEvent"
          event-type-foreign    | "ObjectEvent"         | "mill:MeltEvent"
          offset-missing        | ,"eventTimeZoneOffset":"+08:00" |
          event-id-no-uri       | "action"              | "eventID":"7","action"
          event-id-no-uuid      | "action"              | "eventID":"urn:uuid:x0000000-0000-0000-0000-000000000000","action"
          event-id-not-the-hash | "action"              | "eventID":"ni:///sha-256;00?ver=CBV2.0","action"
          word-not-bare         | "action"              | "bizStep":"urn:epcglobal:cbv:bizstep:packing","action"
          word-not-bare         | "action"              | "disposition":"cbv:Disp-active","action"
          word-not-bare         | "action"              | "sourceList":[{"type":"https://ref.gs1.org/cbv/SDT-location","source":"urn:x:s"}],"action"
          word-foreign          | "action"              | "bizStep":"melting","action"
          items-missing         | ["urn:x:1"]           | []
          item-no-uri           | "urn:x:1"             | "88.118.8/COIL-1"
          class-in-item-list    | "urn:x:1"             | "https://id.gs1.org/01/06901234000016/10/H7"
          item-in-quantity-list | "action"              | "quantityList":[{"epcClass":"https://id.gs1.org/01/06901234000016/21/7"}],"action"
          check-digit-wrong     | "urn:x:1"             | "https://id.gs1.org/01/06901234000017/21/7"
          epc-malformed         | "urn:x:1"             | "urn:epc:id:sgtin:6901234.01.7"
          number-as-text        | "action"              | "quantityList":[{"epcClass":"urn:x:2","quantity":"94.2","uom":"KGM"}],"action"
          number-as-text        | "action"              | "sensorElementList":[{"sensorReport":[{"type":"Speed","value":"94.2"}]}],"action"
          unit-missing          | "action"              | "quantityList":[{"epcClass":"urn:x:2","quantity":9}],"action"
          unit-foreign          | "action"              | "quantityList":[{"epcClass":"urn:x:2","quantity":9,"uom":"kg"}],"action"
          """)
  void a_known_defect_is_accepted_and_labelled(String label, String part, String instead) {
    Event event = Reading.ofEvents(SEEN.replace(part, instead == null ? "" : instead)).only();

    assertThat(Reading.labels(event)).containsExactly(label);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          action-superfluous | "action":"ADD","inputEPCList":["urn:x:1"],"outputEPCList":["urn:x:2"] | PROCESS
          inputs-missing     | "outputEPCList":["urn:x:2"]                                          | CREATE
          outputs-missing    | "inputEPCList":["urn:x:1"]                                           | OBSERVE
          items-missing      | "inputEPCList":[]                                                    | OBSERVE
          class-only         | "inputQuantityList":[{"epcClass":"urn:epc:idpat:sgtin:6901234.000001.*","quantity":9,"uom":"KGM"}],"outputEPCList":["urn:x:2"] | PROCESS
          """)
  void lineage_that_is_not_said_is_not_made_up(String label, String members, EventKind kind) {
    Event event =
        Reading.ofEvents("{\"type\":\"TransformationEvent\"," + members + "," + FRAME + "}").only();

    assertThat(Reading.labels(event)).containsExactly(label);
    assertThat(event.kind()).isEqualTo(kind);
  }

  @Test
  void an_id_that_two_different_events_share_names_the_first() {
    String named = SEEN.replace("\"action\"", "\"eventID\":\"urn:x:id\",\"action\"");
    String declared = named.replace("\"action\"", "\"errorDeclaration\":{},\"action\"");
    List<Event> events =
        Reading.ofEvents(named, named.replace("x:1", "x:2"), named.replace("[", " [ "), declared)
            .events();

    assertThat(events.get(0).name()).isEqualTo("urn:x:id");
    assertThat(events.get(1).name()).startsWith("ni:///sha-256;").endsWith("?ver=CBV2.0");
    assertThat(Reading.labels(events.get(1))).containsExactly("event-id-not-unique");
    assertThat(events.get(2).name()).isEqualTo("urn:x:id");
    assertThat(events.get(3).occurrence())
        .isEqualTo(new Withdrawn(new Target.ByName("urn:x:id"), "", List.of()));
    assertThat(events).extracting(Reading::labels).filteredOn(List::isEmpty).hasSize(3);
  }

  @Test
  void what_is_wrong_with_a_document_is_labelled_too() {
    Reading reading =
        Reading.of(
            "{\"@context\":\"https://a.example/\",\"type\":\"MillDocument\",\"schemaVersion\":\"1.2\","
                + "\"epcisBody\":{\"eventList\":["
                + SEEN
                + "]}}");

    assertThat(Reading.labels(reading.events().get(0))).containsExactly("context-foreign");
    assertThat(Reading.labels(reading.documents().get(0)))
        .containsExactly(
            "document-type-foreign", "creation-date-missing", "schema-version-foreign");
    assertThat(reading.documents().get(0).time()).isEqualTo(reading.events().get(0).time());
  }

  @Test
  void a_document_none_of_whose_events_is_accepted_leaves_nothing() {
    String without =
        "{\"type\":\"EPCISDocument\",\"epcisBody\":{\"eventList\":[" + SEEN + "," + SEEN + "]}}";

    assertThat(Reading.of(without).all()).hasSize(2);
    assertThat(Reading.of(without).refusals())
        .allMatch(refusal -> refusal.contains("@context: missing"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          nothing        | ``                      | the text document: ""
          a query        | {"eventType":["ObjectEvent"]} | event type: "" (expected: EPCISDocument
          another object | {"type":"Invoice"}      | event type: "Invoice" (expected: EPCISDocument
          a number       | 7                       | [0] document: "7"
          no JSON        | <xml/>                  | line 1, column 1 document:
          cut off        | {"epcisBody":{"eventList":[ | the rest was not read
          """)
  void what_is_no_document_is_refused(String why, String text, String message) {
    Reading reading = Reading.of(text);

    assertThat(reading.events()).isEmpty();
    assertThat(reading.refusals()).hasSize(1);
    assertThat(reading.refusals().get(0)).contains(message);
  }

  @Test
  void events_before_a_fault_in_the_text_are_read() {
    Reading reading =
        Reading.of(
            "{\"@context\":\"epcis-context.jsonld\",\"epcisBody\":{\"eventList\":["
                + SEEN
                + ", oops "
                + SEEN
                + "]}}");

    assertThat(reading.events()).hasSize(1);
    assertThat(reading.refusals()).hasSize(1);
    assertThat(reading.refusals().get(0)).startsWith("line 1, column ").contains("valid JSON");
  }

  @ParameterizedTest
  @CsvSource({"objects, '{\"mill:a\":', '}'", "arrays, [, ]"})
  void what_is_nested_too_deep_is_refused(String what, String open, String close) {
    String deep = open.repeat(990) + "1" + close.repeat(990);

    Reading reading = Reading.of(extended(deep));

    assertThat(reading.events()).isEmpty();
    assertThat(reading.refusals()).hasSize(1);
    assertThat(reading.refusals().get(0)).contains("nesting depth (201)");
    assertThat(Reading.of(extended(open.repeat(150) + "1" + close.repeat(150))).events())
        .hasSize(1);
  }

  /** Its digits would take a minute to be counted. */
  @Test
  void a_text_of_a_hundred_thousand_digits_is_a_text() {
    String digits = "\"1" + "0".repeat(100_000) + "\"";
    String oneLess = "\"01" + "0".repeat(99_999) + "\"";

    assertThat(EventHash.preHash(extended(digits), "")).contains("=1" + "0".repeat(100_000));
    assertThat(EventHash.preHash(extended(oneLess), "")).contains("=010");
  }

  private static String extended(String value) {
    return """
        {"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
        {"mill":"https://mill.example/"}],"type":"ObjectEvent","action":"OBSERVE",
        "eventTime":"2026-05-03T17:00:00Z","eventTimeZoneOffset":"+00:00",
        "epcList":["urn:epc:id:sgtin:6901234.000001.453"],"mill:x":"""
        + value
        + "}";
  }

  @Test
  void an_event_that_is_too_long_is_refused_without_being_kept() {
    String long1 = SEEN.replace("urn:x:1", "urn:x:" + "1".repeat(300_000));
    String long2 = SEEN.replace("\"urn:x:1\"", "\"urn:x:1\"" + ",\"urn:x:2\"".repeat(100_000));
    Reading reading = Reading.ofEvents(SEEN, long1, SEEN, long2, SEEN);

    assertThat(reading.refusals()).hasSize(2).allMatch(one -> one.contains("at most"));
    assertThat(reading.events()).hasSize(3);
    assertThat(reading.documents()).hasSize(1);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a text and nothing else | "%s"
          the type                | {"type":"%s","epcisBody":{"eventList":[]}}
          the context             | {"@context":"%s","epcisBody":{"eventList":[]}}
          a name                  | {"%s":1}
          a number                | {"a":1%s}
          """)
  void a_string_that_never_seems_to_end_is_not_held(String where, String text) {
    Reading reading = Reading.of(text.formatted("0".repeat(6 << 20)));

    assertThat(reading.events()).isEmpty();
    assertThat(reading.refusals()).hasSize(1);
    assertThat(reading.refusals().get(0)).contains("exceeds the maximum").hasSizeLessThan(400);
  }

  @Test
  void a_string_that_nobody_asks_for_is_passed_over_whatever_its_length() {
    String document =
        "{\"@context\":\"epcis-context.jsonld\",\"mill:x\":\""
            + "x".repeat(6 << 20)
            + "\",\"type\":\"EPCISDocument\",\"epcisBody\":{\"eventList\":["
            + SEEN
            + "]}}";

    Reading reading = Reading.of(document);

    assertThat(reading.events()).hasSize(1);
    assertThat(reading.refusals()).hasSize(1).allMatch(one -> one.contains("at most"));
  }

  @Test
  void documents_whose_contexts_stand_behind_their_events_are_read_twice_in_all() {
    String document =
        "{\"epcisBody\":{\"eventList\":[" + SEEN + "]},\"@context\":\"epcis-context.jsonld\"}";
    String text = document.repeat(300);
    AtomicLong read = new AtomicLong();
    List<ReadEvent> all = new ArrayList<>();
    try (EpcisReader reader = EpcisReader.open(() -> new Counted(text, read))) {
      reader.forEachRemaining(all::add);
    }

    assertThat(all).hasSize(600).allMatch(ReadEvent.Accepted.class::isInstance);
    assertThat(read.get()).isLessThanOrEqualTo(2L * text.length());
  }

  /** Counts what is read. */
  private static final class Counted extends FilterReader {
    private final AtomicLong count;

    Counted(String text, AtomicLong count) {
      super(new StringReader(text));
      this.count = count;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      count.addAndGet(Math.max(0, read));
      return read;
    }
  }

  @Test
  void a_version_of_very_many_numbers_is_one_like_any_other() {
    String version = "2" + ".1".repeat(60_000);

    Event document =
        Reading.of(
                "{\"@context\":\"epcis-context.jsonld\",\"type\":\"EPCISDocument\","
                    + "\"schemaVersion\":\""
                    + version
                    + "\",\"creationDate\":\"2026-05-04T00:00:00Z\","
                    + "\"epcisBody\":{\"eventList\":[]}}")
            .documents()
            .get(0);

    assertThat(Reading.labels(document)).isEmpty();
  }

  @Test
  void a_long_document_is_read_as_far_as_its_events_are_asked_for() {
    long events = 20_000;
    Endless document = new Endless(events);
    try (EpcisReader reader = EpcisReader.open(() -> document)) {
      for (int i = 0; i < events; i++) {
        assertThat(reader.next()).isInstanceOf(ReadEvent.Accepted.class);
        assertThat(document.made - i).isLessThan(100);
      }
      assertThat(reader.next().where()).isEqualTo("document");
      assertThat(reader.hasNext()).isFalse();
    }
  }

  /** A document of so many events, made while it is read. */
  private static final class Endless extends Reader {
    private final long events;
    private long made = -1;
    private String now = "";
    private int at;

    Endless(long events) {
      this.events = events;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
      if (at == now.length()) {
        if (made > events) {
          return -1;
        }
        now = next();
        at = 0;
      }
      int count = Math.min(length, now.length() - at);
      now.getChars(at, at + count, buffer, offset);
      at += count;
      return count;
    }

    private String next() {
      made++;
      if (made == 0) {
        return "{\"@context\":\"epcis-context.jsonld\",\"epcisBody\":{\"eventList\":[";
      }
      return made > events ? "]}}" : (made > 1 ? "," : "") + SEEN.replace("x:1", "x:" + made);
    }

    @Override
    public void close() {}
  }
}
