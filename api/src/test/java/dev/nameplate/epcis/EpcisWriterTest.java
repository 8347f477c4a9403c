package dev.nameplate.epcis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventId;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.EventSource;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
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
import dev.nameplate.record.Bytes;
import dev.nameplate.record.JsonTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EpcisWriterTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00.123456Z");
  private static final EventId ID = new EventId(Bytes.fromHex("7f".repeat(32)));

  @Test
  void a_document_that_was_read_comes_back_whole() {
    String document = Reading.resource("mill.jsonld");
    List<Event> events = all(Reading.of(document));

    assertThat(JsonTree.read(written(events))).isEqualTo(JsonTree.read(document));
    assertThat(all(Reading.of(written(events)))).isEqualTo(events);
  }

  @Test
  void every_document_of_other_people_comes_back_whole() {
    int compared = 0;
    for (Path file : Samples.documents()) {
      Reading reading = Reading.of(Samples.text(file));
      List<Event> events = all(reading);
      if (!events.isEmpty()) {
        String written = written(events);
        assertThat(JsonTree.read(written))
            .as(file.toString())
            .isEqualTo(JsonTree.read(Samples.text(file)));
        assertThat(all(Reading.of(written))).as(file.toString()).isEqualTo(events);
        compared++;
      }
    }
    assertThat(compared).isEqualTo(34); // of 40, five are invalid, and one is a query
  }

  @Test
  void all_documents_of_other_people_fit_into_one() {
    List<Event> events = new ArrayList<>();
    Samples.documents().forEach(file -> events.addAll(all(Reading.of(Samples.text(file)))));
    Reading again = Reading.of(written(events));

    assertThat(again.refusals()).isEmpty();
    assertThat(again.documents()).extracting(Event::name).isEqualTo(names(events, true));
    List<String> names = names(events, false);
    for (int i = 0; i < names.size(); i++) {
      Event event = again.events().get(i);
      if (!event.name().equals(names.get(i))) { // documents share ids, too
        assertThat(Reading.labels(event)).contains("event-id-not-unique");
      }
    }
    assertThat(again.events())
        .extracting(event -> event.source().orElseThrow().content())
        .isEqualTo(
            events.stream()
                .filter(event -> !event.step().equals(HeaderReading.STEP))
                .map(event -> event.source().orElseThrow().content())
                .toList());
    assertThat(again.events())
        .extracting(EpcisWriterTest::withoutContext)
        .isEqualTo(
            events.stream()
                .filter(event -> !event.step().equals(HeaderReading.STEP))
                .map(EpcisWriterTest::withoutContext)
                .toList());
  }

  @Test
  void two_documents_keep_what_stood_around_their_events() {
    Reading mill = Reading.of(Reading.resource("mill.jsonld"));
    Reading other =
        Reading.ofEvents(
            "{\"type\":\"ObjectEvent\",\"action\":\"OBSERVE\",\"epcList\":[\"urn:x:1\"],"
                + "\"eventTime\":\"2026-05-04T03:00:00Z\",\"eventTimeZoneOffset\":\"+08:00\"}");
    List<Event> events = new ArrayList<>(all(mill));
    events.addAll(all(other));
    String written = written(events);
    Reading again = Reading.of(written);

    assertThat(again.refusals()).isEmpty();
    assertThat(again.documents())
        .containsExactly(mill.documents().get(0), other.documents().get(0));
    assertThat(again.events()).hasSize(10);
    assertThat(written)
        .containsPattern("(?s)epcisMasterData.*Coil, hot rolled.*nameplate:documents.*epcisBody");
  }

  @Test
  void a_prefix_that_means_two_things_means_each_where_it_stands() {
    String event =
        "{\"type\":\"ObjectEvent\",\"action\":\"OBSERVE\",\"epcList\":[\"urn:x:1\"],\"a:b\":\"c\","
            + "\"eventTime\":\"2026-05-04T03:00:00Z\",\"eventTimeZoneOffset\":\"+08:00\"}";
    List<Event> events = new ArrayList<>();
    for (String namespace : List.of("https://one.example/", "https://two.example/")) {
      events.addAll(
          Reading.of(
                  "{\"@context\":[\"epcis-context.jsonld\",{\"a\":\""
                      + namespace
                      + "\"}],\"type\":\"EPCISDocument\",\"epcisBody\":{\"eventList\":["
                      + event
                      + "]}}")
              .events());
    }

    assertThat(Reading.of(written(events)).events())
        .extracting(Event::name)
        .isEqualTo(names(events, false))
        .doesNotHaveDuplicates();
  }

  static Stream<Occurrence> occurrences() {
    EventItem coil = EventItem.of("88.118.8/COIL 1");
    EventItem part = EventItem.of("88.118.8/炉号-7", "10.60", "TNE");
    EventItem lot = EventItem.of("https://id.gs1.org/01/06901234000016/10/H7");
    return Stream.of(
        new Created(List.of(coil, part, lot)),
        new Retired(List.of(coil)),
        new Processed(List.of(coil), List.of(part)),
        new Processed("melt 7", List.of(part), List.of(), true),
        new Processed("urn:x:melt:7", List.of(), List.of(lot), false),
        new Contained(
            Optional.of(ItemId.parse("88.118.8/BOX")), List.of(coil), Change.ENTER, Bond.PACKED),
        new Contained(
            Optional.of(ItemId.parse("88.118.8/BOX")), List.of(), Change.LEAVE, Bond.INSTALLED),
        new Contained(Optional.empty(), List.of(coil), Change.SEEN, Bond.PACKED),
        new Transferred(
            List.of(coil), "88.118.8", "88.118.9/PLANT-1", Side.GIVEN, List.of("PO 7", "urn:x:po")),
        new Transferred(List.of(part), "", "Guan County Steel", Side.RECEIVED, List.of()),
        new Observed(List.of(), List.of("88.118.8/REPORT-1")),
        new Withdrawn(new Target.ById(ID), "typed twice", List.of(ID.toString(), "urn:x:2")),
        new Withdrawn(new Target.ByName("urn:x:1"), "incorrect_data", List.of()));
  }

  @ParameterizedTest
  @MethodSource("occurrences")
  void an_event_that_was_not_read_from_epcis_comes_back_the_very_same(Occurrence occurrence) {
    Event event =
        Event.at(Instant.parse("2026-05-04T03:00:00.5Z"), occurrence)
            .offset(ZoneOffset.ofHours(8))
            .step("slitting")
            .disposition("active")
            .place("Line 2, 开平");
    String written = written(List.of(event));
    Reading again = Reading.of(written);

    assertThat(again.refusals()).isEmpty();
    assertThat(again.events()).containsExactly(event);
  }

  @Test
  void an_event_that_was_not_read_from_epcis_says_the_same_in_epcis() {
    Event event =
        Event.at(
                Instant.parse("2026-05-04T03:00:00.5Z"),
                new Transferred(
                    List.of(
                        EventItem.of("88.118.8/COIL 1"), EventItem.of("urn:x:2", "7.50", "KGM")),
                    "88.118.8/MILL",
                    "Guan County Steel",
                    Side.GIVEN,
                    List.of("urn:x:po:7", "PO 7")))
            .offset(ZoneOffset.ofHours(8))
            .step("shipping")
            .disposition("on hold")
            .place("https://id.gs1.org/414/6901234000016");
    Map<?, ?> json = (Map<?, ?>) JsonTree.read(NativeEvent.write(event));

    assertThat(json.get("nameplate:event")).isInstanceOf(String.class);
    assertThat(String.valueOf(json.get("eventID"))).matches("ni:///sha-256;[0-9a-f]{64}");
    assertThat(
            NativeEvent.write(event)
                .replaceAll("\"eventID\":\"[^\"]*\",|,\"nameplate:event\":\"[^\"]*\"", ""))
        .isEqualTo(
            """
            {"type":"ObjectEvent","eventTime":"2026-05-04T11:00:00.500+08:00",\
            "eventTimeZoneOffset":"+08:00","action":"OBSERVE",\
            "epcList":["https://hdl.handle.net/88.118.8/COIL%201"],\
            "quantityList":[{"epcClass":"urn:x:2","quantity":7.50,"uom":"KGM"}],\
            "bizTransactionList":[{"bizTransaction":"urn:x:po:7"}],"nameplate:document":["PO 7"],\
            "sourceList":[{"type":"possessing_party","source":"https://hdl.handle.net/88.118.8/MILL"}],\
            "nameplate:to":"Guan County Steel","bizStep":"shipping",\
            "nameplate:disposition":"on hold",\
            "readPoint":{"id":"https://id.gs1.org/414/6901234000016"}}""");
  }

  @Test
  void bytes_that_say_something_else_than_their_event_do_not_count() {
    Event event =
        Event.at(
            Instant.parse("2026-05-04T03:00:00Z"),
            new Created(List.of(EventItem.of("88.118.8/COIL-1"))));
    String tampered = written(List.of(event)).replace("net/88.118.8/COIL-1", "net/88.118.8/COIL-2");
    Event read = Reading.of(tampered).only();

    assertThat(read.occurrence()).isEqualTo(new Created(List.of(EventItem.of("88.118.8/COIL-2"))));
    assertThat(Reading.labels(read)).containsExactly("event-bytes-differ");
  }

  @Test
  void the_answer_to_a_question_is_a_query_document() throws IOException {
    List<Event> events = all(Reading.of(Reading.resource("mill.jsonld")));
    StringBuilder out = new StringBuilder();
    EpcisWriter.writeQueryResult(events::iterator, "recall of \"H7\"", Optional.empty(), out, NOW);
    Map<?, ?> json = (Map<?, ?>) JsonTree.read(out.toString());

    assertThat(json.get("type")).isEqualTo("EPCISQueryDocument");
    assertThat(out).contains("\"queryName\": \"recall of \\\"H7\\\"\"");
    assertThat(Reading.of(out.toString()).events())
        .extracting(event -> event.source().orElseThrow().text())
        .isEqualTo(
            events.stream()
                .filter(event -> !event.step().equals(HeaderReading.STEP))
                .map(event -> event.source().orElseThrow().text())
                .toList());
  }

  @Test
  void what_stands_beside_the_events_changes_none_of_them() throws IOException {
    String hostile =
        """
        {"@context": ["https://ref.gs1.org/standards/epcis/epcis-context.jsonld",
            {"nameplate": "https://example.com/other/"}],
          "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": "2026-05-01T00:00:00Z",
          "epcisBody": {"eventList": [{"type": "ObjectEvent", "action": "OBSERVE",
            "eventTime": "2026-05-01T00:00:00Z", "eventTimeZoneOffset": "+00:00",
            "epcList": ["https://id.gs1.org/01/06912345678903/21/1"], "nameplate:recall": 7}]}}
        """;
    List<Event> events =
        Stream.concat(
                all(Reading.of(Reading.resource("mill.jsonld"))).stream(),
                all(Reading.of(hostile)).stream())
            .filter(event -> !event.step().equals(HeaderReading.STEP))
            .toList();
    StringBuilder out = new StringBuilder();
    EpcisWriter.writeQueryResult(
        events::iterator,
        "recall",
        Optional.of(
            new EpcisWriter.Extension("recall", to -> to.append("{\"nameplate:complete\": true}"))),
        out,
        NOW);
    Map<?, ?> json = (Map<?, ?>) JsonTree.read(out.toString());

    assertThat(json.get("nameplate:recall")).isEqualTo(Map.of("nameplate:complete", true));
    assertThat(String.valueOf(json.get("@context")))
        .contains("nameplate=https://nameplate.dev/epcis/")
        .doesNotContain("example.com");
    Reading again = Reading.of(out.toString());
    assertThat(again.refusals()).isEmpty();
    assertThat(again.events())
        .extracting(event -> event.source().orElseThrow().text())
        .startsWith(
            events.subList(0, events.size() - 1).stream()
                .map(event -> event.source().orElseThrow().text())
                .toArray(String[]::new))
        .last()
        .asString()
        .contains("https://example.com/other/");
  }

  @Test
  void no_events_make_an_empty_document() {
    Reading again = Reading.of(written(List.of()));

    assertThat(again.refusals()).isEmpty();
    assertThat(again.events()).isEmpty();
    assertThat(Reading.labels(again.documents().get(0))).isEmpty();
  }

  private static List<String> names(List<Event> events, boolean documents) {
    return events.stream()
        .filter(event -> event.step().equals(HeaderReading.STEP) == documents)
        .map(Event::name)
        .toList();
  }

  private static Map<?, ?> withoutContext(Event event) {
    EventSource source = event.source().orElseThrow();
    Map<?, ?> tree = (Map<?, ?>) JsonTree.read(source.text());
    tree.remove("@context");
    return tree;
  }

  private static List<Event> all(Reading reading) {
    return Stream.concat(reading.events().stream(), reading.documents().stream()).toList();
  }

  private static String written(List<Event> events) {
    StringBuilder out = new StringBuilder();
    try {
      EpcisWriter.write(events::iterator, out, NOW);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }
}
