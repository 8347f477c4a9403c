package dev.nameplate.epcis;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventKind;
import dev.nameplate.event.EventSource;
import dev.nameplate.record.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The names of the events of one document, so that an eventID which several different events share
 * names only the first of them. Looks at the first {@value #MOST} names.
 */
final class EventNames {
  private static final int MOST = 100_000;

  private final Map<Bytes, Bytes> contents = new HashMap<>();

  /**
   * The event, under the id of its hash if its own name is taken by an event with other content.
   */
  Event unique(Event event) {
    if (event.source().isEmpty() || event.kind() == EventKind.WITHDRAW) {
      return event; // the former has a digest, and the latter repeats what it withdraws
    }
    EventSource source = event.source().get();
    Bytes name = EventHash.digest(Map.of("name", event.name()));
    Bytes known = contents.get(name);
    if (known == null && contents.size() < MOST) {
      contents.put(name, source.content());
    }
    return known == null || known.equals(source.content()) ? event : renamed(event, source);
  }

  private static Event renamed(Event event, EventSource source) {
    List<String> labels = new ArrayList<>(source.labels());
    labels.add(Defect.EVENT_ID_NOT_UNIQUE.code());
    String hash = EventHash.of(source.text(), source.context()).id();
    return event
        .name(hash.equals(event.name()) ? EventHash.named(source.content()) : hash)
        .source(new EventSource(source.text(), source.context(), source.content(), labels));
  }
}
