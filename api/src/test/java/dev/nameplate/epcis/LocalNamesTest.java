package dev.nameplate.epcis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventKind;
import dev.nameplate.event.Occurrence.Contained;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Target;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.event.Occurrence.Withdrawn;
import dev.nameplate.record.JsonTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that are good inside one document only: JSON-LD 1.1, sections 3.3 and 3.5.1. */
class LocalNamesTest {
  private static final String DECLARED =
      ",\"errorDeclaration\":{\"declarationTime\":\"2026-05-05T00:00:00Z\",\"reason\":\"incorrect_data\"}";

  private static String seen(String id, String item, String more) {
    return "{\"type\":\"ObjectEvent\",\"action\":\"OBSERVE\",\"eventID\":\""
        + id
        + "\",\"epcList\":[\""
        + item
        + "\"],\"eventTime\":\"2026-05-04T03:00:00Z\",\"eventTimeZoneOffset\":\"+08:00\""
        + more
        + "}";
  }

  private static String hashOf(Event event) {
    return EventHash.of(event.source().orElseThrow().text(), event.source().get().context()).id();
  }

  private static String target(Event event) {
    return ((Target.ByName) ((Withdrawn) event.occurrence()).target()).name();
  }

  @ParameterizedTest
  @CsvSource({
    "_:event1, event-id-local",
    "' _:event1', event-id-local",
    "\\u005f:event1, event-id-local",
    "#event1, event-id-local",
    "event1, event-id-no-uri",
    "./event1, event-id-no-uri",
    "./day/1:2, event-id-no-uri",
    "[_:event1], event-id-no-uri",
    "7:event1, event-id-no-uri"
  })
  void an_event_with_a_local_id_goes_by_its_hash(String id, String label) {
    Event one = Reading.ofEvents(seen(id, "urn:x:1", "")).only();
    Event other = Reading.ofEvents(seen(id, "urn:x:2", "")).only();

    assertThat(one.name()).isEqualTo(hashOf(one)).isNotEqualTo(other.name());
    assertThat(other.name()).isEqualTo(hashOf(other));
    assertThat(Reading.labels(one)).startsWith(label).hasSize(id.startsWith(" ") ? 2 : 1);
  }

  @Test
  void a_relative_id_is_read_against_the_base_of_its_document() {
    String event =
        seen("#e1", "urn:x:1", ",\"@context\":{\"@base\":\"https://mill.example/events/7\"}");

    Event read = Reading.ofEvents(event).only();

    assertThat(read.name()).isEqualTo("https://mill.example/events/7#e1");
    assertThat(Reading.labels(read)).isEmpty();
    assertThat(Reading.ofEvents(event.replace("#e1", "_:e1")).only().name())
        .startsWith("ni:///sha-256;");
  }

  @ParameterizedTest
  @ValueSource(strings = {"_:event1", "#event1", "event1"})
  void a_declaration_in_another_document_is_about_the_event_it_repeats(String id) {
    Event event = Reading.ofEvents(seen(id, "urn:x:B", "")).only();
    Event elsewhere = Reading.ofEvents(seen(id, "urn:x:B", DECLARED)).only();
    List<Event> beside =
        Reading.ofEvents(
                seen(id, "urn:x:A", ""), seen(id, "urn:x:B", ""), seen(id, "urn:x:B", DECLARED))
            .events();

    assertThat(elsewhere.kind()).isEqualTo(EventKind.WITHDRAW);
    assertThat(target(elsewhere)).isEqualTo(event.name());
    assertThat(target(beside.get(2))).isEqualTo(event.name());
  }

  @Test
  void a_declaration_that_repeats_nothing_is_about_the_event_of_its_document() {
    List<Event> events =
        Reading.ofEvents(
                seen("_:event1", "urn:x:1", ""),
                seen("_:event2", "urn:x:2", ""),
                seen("_:event2", "urn:x:3", DECLARED))
            .events();

    assertThat(target(events.get(2))).isEqualTo(events.get(1).name());
    assertThat(events.get(2).source().orElseThrow().text())
        .contains("\"eventID\":\"" + events.get(1).name() + "\"");
  }

  @Test
  void what_stands_for_the_wrong_event_is_named_as_it_is_known_outside() {
    String corrected =
        DECLARED.replace(
            "\"reason\"",
            "\"correctiveEventIDs\":[\"_:e2\",\"urn:x:e\",\"_:nobody\",\"e9\"],\"reason\"");
    List<Event> events =
        Reading.ofEvents(
                seen("_:e2", "urn:x:2", ""),
                seen("_:e1", "urn:x:1", ""),
                seen("_:e1", "urn:x:1", corrected))
            .events();

    assertThat(((Withdrawn) events.get(2).occurrence()).replacements())
        .containsExactly(events.get(0).name(), "urn:x:e");
    assertThat(Reading.labels(events.get(2)))
        .containsExactlyInAnyOrder("event-id-local", "correction-unknown");
    assertThat(events.get(2).source().orElseThrow().text()).doesNotContain("_:nobody", "_:e1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"_:lot1", "#lot1", "\\u005f:lot1"})
  void a_thing_with_a_local_name_is_one_thing_in_its_document_and_no_other(String name) {
    String[] events = {seen("urn:x:e1", name, ""), seen("urn:x:e2", name, "")};
    List<Event> one = Reading.ofEvents(events).events();
    List<Event> again = Reading.ofEvents(events).events();
    List<Event> other = Reading.ofEvents(events[0], seen("urn:x:e2", name, ",\"x:y\":1")).events();

    assertThat(items(one.get(0))).isEqualTo(items(one.get(1))).isEqualTo(items(again.get(0)));
    assertThat(items(other.get(0))).isNotEqualTo(items(one.get(0)));
    assertThat(items(one.get(0)))
        .allMatch(item -> item.startsWith("https://nameplate.dev/.well-known/genid/"));
    assertThat(Reading.labels(one.get(0))).containsExactly("name-local");
  }

  private static List<String> items(Event event) {
    return event.occurrence().items().map(item -> item.id().canonical()).toList();
  }

  @Test
  void each_document_of_a_text_has_names_of_its_own() {
    String document =
        "{\"@context\":\"epcis-context.jsonld\",\"epcisBody\":{\"eventList\":["
            + seen("urn:x:e", "_:lot1", "")
            + "]}}";

    List<Event> events = Reading.of(document + document).events();

    assertThat(events).hasSize(2);
    assertThat(items(events.get(0))).isNotEqualTo(items(events.get(1)));
  }

  @Test
  void every_field_that_names_something_is_looked_at() {
    String frame = "\"eventTime\":\"2026-05-04T03:00:00Z\",\"eventTimeZoneOffset\":\"+08:00\"";
    List<Event> events =
        Reading.ofEvents(
                "{\"type\":\"TransformationEvent\",\"transformationID\":\"T1\","
                    + "\"inputQuantityList\":[{\"epcClass\":\"_:in\"}],\"outputEPCList\":[\"_:out\"],"
                    + "\"readPoint\":{\"id\":\"_:bay\"},"
                    + frame
                    + "}",
                "{\"type\":\"AggregationEvent\",\"action\":\"ADD\",\"parentID\":\"_:truck\","
                    + "\"childEPCs\":[\"_:out\"],"
                    + frame
                    + "}",
                "{\"type\":\"ObjectEvent\",\"action\":\"OBSERVE\",\"epcList\":[\"_:out\"],"
                    + "\"sourceList\":[{\"type\":\"owning_party\",\"source\":\"_:mill\"}],"
                    + "\"destinationList\":[{\"type\":\"owning_party\",\"destination\":\"#yard\"}],"
                    + "\"bizTransactionList\":[{\"bizTransaction\":\"_:order\"}],"
                    + frame
                    + "}")
            .events();

    Processed process = (Processed) events.get(0).occurrence();
    Transferred transfer = (Transferred) events.get(2).occurrence();
    assertThat(process.inputs().get(0).id().canonical()).endsWith("/_%3Ain");
    assertThat(process.process()).endsWith("/T1");
    assertThat(events.get(0).place()).endsWith("/_%3Abay");
    assertThat(((Contained) events.get(1).occurrence()).parent().orElseThrow().canonical())
        .endsWith("/_%3Atruck");
    assertThat(transfer.from()).endsWith("/_%3Amill");
    assertThat(transfer.to()).endsWith("/%23yard");
    assertThat(transfer.documents()).allMatch(one -> one.endsWith("/_%3Aorder"));
    assertThat(events).allMatch(event -> !event.source().orElseThrow().text().contains("\"_:"));
  }

  @Test
  void events_of_two_documents_keep_their_things_apart_in_one() {
    List<Event> both =
        List.of(
            Reading.ofEvents(seen("_:e", "_:lot", "")).only(),
            Reading.ofEvents(seen("_:e", "_:lot", ",\"mill:x\":1")).only());
    StringBuilder written = new StringBuilder();
    try {
      EpcisWriter.write(both::iterator, written, Instant.EPOCH);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    List<Event> read = Reading.of(written.toString()).events();

    assertThat(read)
        .extracting(Event::name)
        .containsExactly(both.get(0).name(), both.get(1).name());
    assertThat(read)
        .extracting(LocalNamesTest::items)
        .containsExactly(items(both.get(0)), items(both.get(1)));
    assertThat(JsonTree.read(written.toString())).isNotNull();
  }

  @Test
  void events_that_share_a_name_are_remembered_up_to_a_bound() {
    LocalNames names = new LocalNames(() -> "scope");
    for (int i = 0; i < 100_001; i++) {
      names.remember("_:e", "hash" + i);
    }

    assertThat(names.declared("_:e", "hash99999")).isEqualTo("hash99999");
    assertThat(names.declared("_:e", "hash100000")).as("one too many").isEqualTo("hash0");
  }
}
