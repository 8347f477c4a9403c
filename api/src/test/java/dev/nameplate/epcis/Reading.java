package dev.nameplate.epcis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.Event;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What came out of documents that were read. */
record Reading(List<ReadEvent> all) {
  static Reading of(String text) {
    List<ReadEvent> all = new ArrayList<>();
    try (EpcisReader reader = EpcisReader.open(() -> new StringReader(text))) {
      reader.forEachRemaining(all::add);
    }
    return new Reading(all);
  }

  /** A document with some events, in the context of the standard. */
  static Reading ofEvents(String... events) {
    return of(
        "{\"@context\":\"https://ref.gs1.org/standards/epcis/epcis-context.jsonld\","
            + "\"type\":\"EPCISDocument\",\"schemaVersion\":\"2.0\","
            + "\"creationDate\":\"2026-05-04T00:00:00Z\",\"epcisBody\":{\"eventList\":["
            + String.join(",", events)
            + "]}}");
  }

  static String resource(String name) {
    try (InputStream in = Reading.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The events of lists, without those that carry the documents around them. */
  List<Event> events() {
    return all.stream()
        .filter(one -> !one.where().endsWith("document"))
        .filter(ReadEvent.Accepted.class::isInstance)
        .map(one -> ((ReadEvent.Accepted) one).event())
        .toList();
  }

  List<Event> documents() {
    return all.stream()
        .filter(one -> one.where().endsWith("document"))
        .filter(ReadEvent.Accepted.class::isInstance)
        .map(one -> ((ReadEvent.Accepted) one).event())
        .toList();
  }

  Event only() {
    assertThat(refusals()).isEmpty();
    assertThat(events()).hasSize(1);
    return events().get(0);
  }

  List<String> refusals() {
    return all.stream()
        .filter(ReadEvent.Refused.class::isInstance)
        .map(one -> one.where() + " " + reason(one).getMessage())
        .toList();
  }

  static InvalidInputException reason(ReadEvent refused) {
    return ((ReadEvent.Refused) refused).reason();
  }

  static List<String> labels(Event event) {
    return event.source().orElseThrow().labels();
  }
}
